import { link, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  type HandWritten,
  attribute,
  bytesOf,
  external,
  handWritten,
  node,
  ones,
  value,
} from "../import/proto.test.fixture.js";
import { describeOnnx } from "../onnxFile.js";

let folder: string;
const at = (name: string): string => join(folder, name);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "describe-onnx-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function describeParts(parts: HandWritten) {
  await writeFile(at("m.onnx"), bytesOf(parts));
  return await describeOnnx(at("m.onnx"));
}

/** A tensor of four floats in a file. */
const outside = (location: string, ...entries: readonly (readonly [string, string])[]) => ({
  ...external({ name: "w", dims: [4], dataType: 1 }),
  externalData: [["location", location] as const, ...entries].map(([key, text]) => ({ key, value: text })),
});

const typed = (name: string, elemType: number, ...dim: readonly { dimValue?: number; dimParam?: string }[]) => ({
  name,
  type: { tensorType: { elemType, shape: { dim: [...dim] } } },
});

test("The ends are told as the file declares them, of any type and rank, and initializers are no inputs", async () => {
  const found = await describeParts({
    input: [
      value("x", 1, 1, 4, 4),
      typed("ids", 7, { dimParam: "n" }),
      typed("flag", 9),
      value("w", 4),
      typed("text", 8),
    ],
    initializer: [ones("w", 4)],
    node: [node("MadeUp", ["x", "ids", "w"], ["h"]), node("Identity", ["h"], ["y"])],
    output: [value("y", "n", 1), { name: "bare" }],
  });
  expect(found.inputs).toEqual([
    { name: "x", declared: "FLOAT", dtype: "float32", shape: [1, 1, 4, 4] },
    { name: "ids", declared: "INT64", dtype: "int64", shape: ["n"] },
    { name: "flag", declared: "BOOL", dtype: "bool", shape: [] },
    { name: "text", declared: "STRING", shape: [] },
  ]);
  expect(found.outputs).toEqual([
    { name: "y", declared: "FLOAT", dtype: "float32", shape: ["n", 1] },
    { name: "bare", declared: "no tensor" },
  ]);
  expect(found.values).toEqual(["h"]);
  expect([...found.operators]).toEqual([
    ["MadeUp", 1],
    ["Identity", 1],
  ]);
  expect(found).toMatchObject({ isHalf: false, passesPositions: false, externalFiles: [] });
});

test("Sequences are no tensors, and operators of other domains keep theirs", async () => {
  const nodes = [node("SplitToSequence", ["x"], ["s"]), node("Gelu", ["x"], ["y"], { domain: "com.microsoft" })];
  const { values, operators } = await describeParts({ node: nodes });
  expect(values).toEqual([]);
  expect([...operators.keys()]).toEqual(["SplitToSequence", "com.microsoft::Gelu"]);
});

test.each([
  ["an input", { input: [typed("x", 10)] }],
  ["a weight", { initializer: [{ ...ones("w", 1), dataType: 10 }] }],
  ["a cast", { node: [node("Cast", ["x"], ["y"], { attribute: [attribute("INT", "to", { i: 10 })] })] }],
])("Numbers of 16 bits are seen in %s", async (_, parts) => {
  expect((await describeParts(parts)).isHalf).toBe(true);
});

test("Positions of maxima are passed on where an unpool reads a pool's, and not where they are an input", async () => {
  const unpool = (indices: string) => [
    node("MaxPool", ["x"], ["p", "found"]),
    node("MaxUnpool", ["p", indices], ["y"]),
  ];
  expect((await describeParts({ node: unpool("found") })).passesPositions).toBe(true);
  expect((await describeParts({ node: unpool("given") })).passesPositions).toBe(false);
});

describe("Files beside the model", () => {
  test("are named, whatever they are called and wherever the tensor stands", async () => {
    await mkdir(at("parts"));
    for (const name of ["weights.bin", "m.onnx.data", "parts/0"]) await writeFile(at(name), new Uint8Array(16));
    const inAttribute = node("Constant", [], ["c"], {
      attribute: [attribute("TENSOR", "value", { t: outside("m.onnx.data") })],
    });
    const branch = handWritten({ initializer: [outside("parts/0", ["offset", "0"], ["length", "16"])] }).graph!;
    const inBranch = node("If", ["flag"], ["y"], { attribute: [attribute("GRAPH", "then_branch", { g: branch })] });
    const { externalFiles } = await describeParts({
      initializer: [outside("weights.bin"), outside("weights.bin")],
      node: [inAttribute, inBranch],
    });
    expect(externalFiles.toSorted()).toEqual(["m.onnx.data", "parts/0", "weights.bin"]);
  });

  test.each([
    ["outside the folder", () => "../weights.bin"],
    ["at an absolute path", () => "/etc/hostname"],
    ["behind a link", () => "link.bin"],
    ["of another name too", () => "twice.bin"],
    ["a device", () => "zero"],
    ["a folder", () => "folder"],
    ["that is not there", () => "nowhere.bin"],
    ["that is too short", () => "short.bin"],
  ])("%s are refused", async (_, location) => {
    await writeFile(at("weights.bin"), new Uint8Array(16));
    await writeFile(at("short.bin"), new Uint8Array(15));
    await symlink("weights.bin", at("link.bin"));
    await symlink("/dev/zero", at("zero"));
    await mkdir(at("folder"));
    await writeFile(at("once.bin"), new Uint8Array(16));
    await link(at("once.bin"), at("twice.bin"));
    const refused = describeParts({ initializer: [outside(location(), ["length", "16"])] });
    await expect(refused).rejects.toThrow(/m\.onnx: tensor "w" has its values in another file/);
  });
});

test("What is no model is refused with its path", async () => {
  await writeFile(at("text.onnx"), "no model");
  await expect(describeOnnx(at("text.onnx"))).rejects.toThrow(/text\.onnx: this is no complete ONNX model/);
});
