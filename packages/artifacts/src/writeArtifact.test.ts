/** Every row of the table, by what the formats' own readers say of what was written. */
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Model,
  buildGraph,
  conv2d,
  float32,
  initialWeights,
  maxPool2d,
  relu,
  sequence,
  toFloat16,
} from "@linknet-kit/core";
import { describeOnnx, inspectOnnx } from "@linknet-kit/onnx";
import { describeTfjs, readTfjs } from "@linknet-kit/tfjs";
import { readSafetensors } from "@linknet-kit/weights";
import { afterAll, beforeAll, expect, test } from "vitest";
import { artifactFiles } from "./artifactFiles.js";
import { loadWeights } from "./loadWeights.js";
import { type EncodedArtifact, encodeArtifact } from "./memory.js";
import { findTarget, modelFormats, targets, usualTarget } from "./targets.js";
import { artifactPath, writeArtifact } from "./writeArtifact.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "artifacts-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const layers = sequence(conv2d({ filters: 4, kernel: 3, padding: 1 }), relu(), maxPool2d({ kernel: 2, stride: 2 }));
const graph = buildGraph("small", { name: "image", type: float32(1, 3, 8, 6) }, layers, "y");
const model: Model = { graph, weights: initialWeights(3) };

async function write(target: string, name: string, written: Model = model) {
  const path = artifactPath(join(folder, name), findTarget(target).format, "small");
  return await writeArtifact(written, path, { target, makeFolders: true });
}

test.each(targets)(
  "$name is written to files that lie where they say, and have as many bytes",
  async ({ name, format }) => {
    const { path, bytes, files } = await write(name, `written-${name}`);
    expect(path).toBe(artifactPath(join(folder, `written-${name}`), format, "small"));
    const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
    expect(sizes.reduce((sum, size) => sum + size)).toBe(bytes);
  },
);

test.each(modelFormats)("The files of a model in %s are those that were written", async (format) => {
  const { path, files } = await write(usualTarget(format).name, `files-${format}`);
  expect((await artifactFiles(path, format)).toSorted()).toEqual(files.toSorted());
});

test.each(targets.filter(({ onnx }) => onnx?.limits !== undefined))(
  "$name has an opset that its limits let through, and operators that its reader has",
  async ({ name, onnx }) => {
    const { limits, defaultOpset } = onnx!;
    expect(defaultOpset).toBeLessThanOrEqual(limits!.highestOpset);
    const { nodes } = await inspectOnnx((await write(name, `limits-${name}`)).path);
    for (const { type } of nodes) expect(Object.keys(limits!.operators)).toContain(type);
  },
);

test("Each format has what the model takes", async () => {
  const onnx = await describeOnnx((await write("onnxruntime", "ends")).path);
  expect(onnx.inputs).toMatchObject([{ name: "image", dtype: "float32", shape: [1, 3, 8, 6] }]);
  const tfjs = describeTfjs(await readTfjs((await write("tfjs", "ends")).path));
  expect(tfjs.inputs).toMatchObject([{ name: "image", dtype: "float32", shape: [1, 3, 8, 6] }]);
  const { tensors } = await readSafetensors((await write("safetensors", "ends")).path);
  expect([...tensors.keys()].toSorted()).toEqual(graph.parameters.map(({ name }) => name).toSorted());
});

test("Weights that were written are the model's when they are loaded again", async () => {
  const { path } = await write("safetensors", "again");
  const { weights, missing } = await loadWeights(path, graph);
  expect(missing).toEqual([]);
  for (const parameter of graph.parameters) {
    expect(weights.get(parameter).data).toEqual(model.weights.get(parameter).data);
  }
});

test("A model of float16 is half an ONNX file, refused where a target does not read it, and float32 for tfjs", async () => {
  const half = toFloat16({ keepIoTypes: false }).run(model);
  expect((await describeOnnx((await write("onnxruntime", "half", half)).path)).inputs[0]!.dtype).toBe("float16");
  await expect(write("tensorrt-8.2", "half", half)).rejects.toThrow("does not read float16");
  expect(describeTfjs(await readTfjs((await write("tfjs", "half", half)).path)).inputs[0]!.dtype).toBe("float32");
});

test("In memory a model is what its file says", async () => {
  const onnx = encodeArtifact(model, "onnx") as Extract<EncodedArtifact, { format: "onnx" }>;
  const copy = join(folder, "memory.onnx");
  await writeFile(copy, onnx.bytes);
  expect((await inspectOnnx(copy)).nodes).toEqual(
    (await inspectOnnx((await write("onnxruntime", "files")).path)).nodes,
  );
  const tfjs = encodeArtifact(model, "tfjs") as Extract<EncodedArtifact, { format: "tfjs" }>;
  const read = await readTfjs((await write("tfjs", "files")).path);
  expect(tfjs.artifacts.modelTopology).toEqual(read.modelTopology);
  expect(tfjs.artifacts.weightData).toEqual(read.weightData);
});

test("A name that is no target says which is meant", () => {
  expect(() => findTarget("tensorrt-8.3")).toThrow('did you mean "tensorrt-8.2"');
});
