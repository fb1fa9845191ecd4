import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { describeBytes } from "../describe/describeBytes.js";
import { DamagedOnnxError } from "../decode/errors.js";
import { ExternalDataError } from "../import/externalPlace.js";
import { bytesOf, external, node, value } from "../import/proto.test.fixture.js";
import { decodeOnnx } from "../import/decodeOnnx.js";
import { runOnnxRuntime } from "../runtime.test.fixture.js";
import { smallModel, tiedImage } from "../smallNetwork.test.fixture.js";
import { ModelTooLargeError } from "./encodeOnnx.js";
import { inlineExternalData } from "./inlineExternalData.js";
import { writeOnnx } from "./writeOnnx.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "inline-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

test("A model in two files is the one that would have been written in one, to a runtime too", async () => {
  const model = smallModel({ height: 9, width: 7 });
  await writeOnnx(model, join(folder, "split.onnx"), { externalDataBytes: 1000 });
  await writeOnnx(model, join(folder, "whole.onnx"));
  const split = await readFile(join(folder, "split.onnx"));
  const names = describeBytes(split).externalFiles;
  expect(names).toEqual((await readdir(folder)).filter((name) => !name.endsWith(".onnx")));
  const files = new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))] as const)),
  );
  const inlined = inlineExternalData(split, files);
  const whole = await readFile(join(folder, "whole.onnx"));
  const inputs = { image: tiedImage({ height: 9, width: 7 }) };
  expect(await runOnnxRuntime(inlined, inputs)).toEqual(await runOnnxRuntime(whole, inputs));
  expect(describeBytes(inlined).externalFiles).toEqual([]);
  expect(() => inlineExternalData(split, new Map())).toThrow(`there is no "${names[0]}" beside the model`);
});

test("A model without such files stays as it is, byte for byte", async () => {
  await writeOnnx(smallModel({ height: 9, width: 7 }), join(folder, "whole.onnx"));
  const whole = await readFile(join(folder, "whole.onnx"));
  expect(Buffer.from(inlineExternalData(whole, new Map())).equals(whole)).toBe(true);
});

describe("Values that are put back from another file", () => {
  const FLOATS = new Uint8Array(Float32Array.of(1, 2, 3).buffer);
  const modelWith = (place: Readonly<Record<string, string>>): Uint8Array => {
    const externalData = Object.entries(place).map(([key, given]) => ({ key, value: given }));
    const w = external({ name: "w", dims: [1, 1, 1, 2], dataType: 1, externalData });
    const io = { input: [value("x", 1, 1, 1, 2)], output: [value("y", 1, 1, 1, 2)] };
    return bytesOf({ node: [node("Add", ["x", "w"], ["y"])], initializer: [w], ...io });
  };
  const valuesIn = (place: Readonly<Record<string, string>>) => {
    const { graph, weights } = decodeOnnx(inlineExternalData(modelWith(place), new Map([["w.data", FLOATS]])));
    return [...weights.get(graph.parameters[0]!).data];
  };

  test("are taken from where the model says, as many as the tensor has where it says no length", () => {
    expect(valuesIn({ location: "w.data", offset: "4", length: "8" })).toEqual([2, 3]);
    expect(valuesIn({ location: "w.data", offset: "4" })).toEqual([2, 3]);
  });

  test("are refused as decodeOnnx refuses them", () => {
    expect(() => valuesIn({ location: "../w.data" })).toThrow(ExternalDataError);
    expect(() => valuesIn({ location: "w.data", offset: "13" })).toThrow("bytes 13 to 21 are asked of a file of 12");
  });
});

test("What would be more than a message can have is refused before it is put together", () => {
  const externalData = [{ key: "location", value: "w.data" }];
  const initializer = ["a", "b"].map((name) => external({ name, dims: [2 ** 28], dataType: 1, externalData }));
  const bytes = bytesOf({ node: [], initializer, input: [], output: [] });
  expect(() => inlineExternalData(bytes, new Map())).toThrow(ModelTooLargeError);
});

test("What is no model is refused as such", () => {
  expect(() => inlineExternalData(new TextEncoder().encode("no model"), new Map())).toThrow(DamagedOnnxError);
});
