import { scrambledWeights } from "@linknet-kit/core";
import { buildNetwork } from "@linknet-kit/models";
import { encodeTfjs } from "../encode/encodeTfjs.js";
import type { ModelArtifacts } from "../modelJson.js";
import { expect, test } from "vitest";
import { valuesOfSignature } from "./valuesOfSignature.js";

test("The ends of a model that was emitted here are the graph's", () => {
  const graph = buildNetwork("linknet", { size: { width: 64, height: 32 }, width: 0.25, classes: 3 });
  const { inputs, outputs } = valuesOfSignature(encodeTfjs({ graph, weights: scrambledWeights(graph, 1) }));
  expect(inputs).toEqual([{ name: "image", type: { dtype: "float32", shape: [1, 3, 32, 64] } }]);
  expect(outputs).toEqual([{ name: "logits", type: { dtype: "float32", shape: [1, 3, 32, 64] } }]);
});

const end = (size: unknown) => ({ x: { dtype: "DT_FLOAT", tensorShape: { dim: [{ size }] } } });

test.each([
  undefined,
  null,
  {},
  { inputs: {}, outputs: {} },
  { inputs: end(4) },
  { inputs: end(4), outputs: end(-1) },
  { inputs: end(4), outputs: end("many") },
  { inputs: end(4), outputs: { x: { dtype: "DT_STRING", tensorShape: { dim: [{ size: 1 }] } } } },
  { inputs: end(4), outputs: { x: { dtype: "DT_FLOAT", tensorShape: { dim: "1" } } } },
  { inputs: end(4), outputs: { x: { dtype: "DT_FLOAT", tensorShape: { dim: [null] } } } },
  { inputs: end(4), outputs: { x: { dtype: "DT_FLOAT", tensorShape: null } } },
])("A signature as %j tells nothing", (signature) => {
  expect(valuesOfSignature({ signature } as unknown as ModelArtifacts)).toEqual({});
});
