import { evaluate, outputValues } from "@linknet-kit/core";
import { expect, test } from "vitest";
import { decodeOnnx } from "../import/decodeOnnx.js";
import { differences, runOnnxRuntime } from "../runtime.test.fixture.js";
import { smallModel, tiedImage } from "../smallNetwork.test.fixture.js";
import { encodeOnnx } from "./encodeOnnx.js";
import { exposeValues } from "./exposeValues.js";

const size = { height: 9, width: 7 };

test("Every value between nodes becomes an output, and is what the reference has there", async () => {
  const bytes = encodeOnnx(smallModel(size));
  const { graph, weights } = decodeOnnx(bytes);
  const values = graph.nodes.flatMap(outputValues);
  const exposed = exposeValues(bytes, values);
  expect(exposed.values.length).toBeGreaterThan(5);
  const inputs = { image: tiedImage(size) };
  const outputs = [...graph.outputs, ...exposed.values];
  const expected = evaluate({ graph: { ...graph, outputs }, weights }, inputs);
  expect(differences(await runOnnxRuntime(exposed.bytes, inputs), expected)).toEqual([]);
});

test("Values that the file does not have, or gives already, are left out", () => {
  const bytes = encodeOnnx(smallModel(size));
  const { outputs } = decodeOnnx(bytes).graph;
  const { values } = exposeValues(bytes, [...outputs, { name: "nowhere", type: outputs[0]!.type }]);
  expect(values).toEqual([]);
});

test("A value without a type is given all the same, as runtimes infer it", async () => {
  const bytes = encodeOnnx(smallModel(size));
  const { graph, weights } = decodeOnnx(bytes);
  const values = graph.nodes.flatMap(outputValues).map(({ name }) => ({ name }));
  const exposed = exposeValues(bytes, values);
  const names = new Set(exposed.values.map(({ name }) => name));
  const outputs = [...graph.outputs, ...graph.nodes.flatMap(outputValues).filter(({ name }) => names.has(name))];
  const inputs = { image: tiedImage(size) };
  const expected = evaluate({ graph: { ...graph, outputs }, weights }, inputs);
  expect(differences(await runOnnxRuntime(exposed.bytes, inputs), expected)).toEqual([]);
});
