import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { evaluate } from "@linknet-kit/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DamagedOnnxError } from "../decode/errors.js";
import { describeBytes } from "../describe/describeBytes.js";
import { writeOnnx } from "../encode/writeOnnx.js";
import { smallModel, tiedImage } from "../smallNetwork.test.fixture.js";
import { decodeOnnx } from "./decodeOnnx.js";
import { ExternalDataError } from "./externalPlace.js";
import { bytesOf, external, node, value } from "./proto.test.fixture.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "decode-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

test("A model in two files is the one that was written in one", async () => {
  const size = { height: 9, width: 7 };
  await writeOnnx(smallModel(size), join(folder, "split.onnx"), { externalDataBytes: 1000 });
  const split = await readFile(join(folder, "split.onnx"));
  const { externalFiles } = describeBytes(split);
  expect(externalFiles).toEqual((await readdir(folder)).filter((name) => !name.endsWith(".onnx")));
  const contents = externalFiles.map(async (name) => [name, await readFile(join(folder, name))] as const);
  const image = tiedImage(size);
  const files = new Map(await Promise.all(contents));
  expect(evaluate(decodeOnnx(split, { files }), { image })).toEqual(evaluate(smallModel(size), { image }));
  expect(() => decodeOnnx(split)).toThrow("in another file");
});

describe("Values in another file", () => {
  const FLOATS = new Uint8Array(Float32Array.of(1, 2, 3).buffer);
  const valuesIn = (place: Readonly<Record<string, string>>) => {
    const externalData = Object.entries(place).map(([key, given]) => ({ key, value: given }));
    const w = external({ name: "w", dims: [1, 1, 1, 2], dataType: 1, externalData });
    const io = { input: [value("x", 1, 1, 1, 2)], output: [value("y", 1, 1, 1, 2)] };
    const bytes = bytesOf({ node: [node("Add", ["x", "w"], ["y"])], initializer: [w], ...io });
    const { graph, weights } = decodeOnnx(bytes, { files: new Map([["w.data", FLOATS]]) });
    return [...weights.get(graph.parameters[0]!).data];
  };

  test("are taken from where the model says", () => {
    expect(valuesIn({ location: "w.data", offset: "4", length: "8" })).toEqual([2, 3]);
    expect(valuesIn({ location: "w.data", offset: "4" })).toEqual([2, 3]);
    expect(valuesIn({ location: "w.data" })).toEqual([1, 2]);
  });

  test.each([
    [{ location: "other" }, 'there is no "other" beside the model'],
    [{ location: "../w.data" }, "outside the model's folder"],
    [{ location: "/w.data" }, "outside the model's folder"],
    [{ location: String.raw`C:\w.data` }, "outside the model's folder"],
    [{ location: "w.data", offset: "8", length: "8" }, "bytes 8 to 16 are asked of a file of 12"],
    [{ location: "w.data", offset: "13" }, "bytes 13 to 21 are asked of a file of 12"],
    [{ location: "w.data", length: "-1" }, 'its length is "-1"'],
    [{ location: "w.data", length: "4" }, "it has 4 bytes, its type has 8"],
  ])("%o are refused", (place, problem) => {
    expect(() => valuesIn(place)).toThrow(ExternalDataError);
    expect(() => valuesIn(place)).toThrow(problem);
  });
});

test("What is no model is refused as such", () => {
  expect(() => describeBytes(new TextEncoder().encode("no model"))).toThrow(DamagedOnnxError);
});
