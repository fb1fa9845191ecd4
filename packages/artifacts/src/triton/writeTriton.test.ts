/** What stands in a Triton repository, by what Triton's schema of it knows and by the reader of ONNX files. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  GraphBuilder,
  type Model,
  type SymbolicTensor,
  argMax,
  conv2d,
  float32,
  initialWeights,
  reduceMean,
  relu,
  reshape,
  slice,
  toFloat16,
  transpose,
} from "@linknet-kit/core";
import { describeOnnx } from "@linknet-kit/onnx";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { artifactPath, writeArtifact } from "../writeArtifact.js";
import { tritonModelPath } from "./tritonConfig.js";
import { modelConfig } from "./tritonSchema.test.fixture.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "triton-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

function modelOf(network: (image: SymbolicTensor) => Readonly<Record<string, SymbolicTensor>>, batch = 1): Model {
  const builder = new GraphBuilder("net");
  const graph = builder.build(network(builder.input("image", float32(batch, 3, 4, 6))));
  return { graph, weights: initialWeights(1) };
}

const features = (image: SymbolicTensor) => ({ features: conv2d({ filters: 2, kernel: 3 })(image) });

/** What a server reads; an error where its schema does not know something. */
async function written(model: Model, name = "net", options = {}) {
  const path = artifactPath(folder, "triton", name);
  const { files, maxBatch, fixedBatch } = await writeArtifact(model, path, {
    target: "triton",
    makeFolders: true,
    ...options,
  });
  const text = await readFile(path, "utf8");
  const config = modelConfig.toObject(modelConfig.fromText(text), { enums: String, longs: Number, defaults: true });
  return { path, files, maxBatch, fixedBatch, config };
}

describe("A model that takes any batch", () => {
  test("is joined to runs of several images, which its file leaves open", async () => {
    const { path, files, config, maxBatch } = await written(modelOf(features));
    expect(maxBatch).toBe(8);
    expect(files).toEqual([path, tritonModelPath(path)]);
    expect(config).toMatchObject({
      name: "net",
      backend: "onnxruntime",
      maxBatchSize: 8,
      input: [{ name: "image", dataType: "TYPE_FP32", dims: [3, 4, 6] }],
      output: [{ name: "features", dataType: "TYPE_FP32", dims: [2, 2, 4] }],
      dynamicBatching: {},
    });
    const { inputs } = await describeOnnx(tritonModelPath(path));
    expect(inputs).toMatchObject([{ name: "image", shape: ["batch", 3, 4, 6] }]);
  });

  test("has so many of them as are asked for, and the types and sides of all its ends", async () => {
    const model = modelOf((image) => ({
      mean: reshape({ shape: [1] })(reduceMean({ axes: [1, 2, 3] })(image)),
      labels: argMax({ axis: 1 })(image),
    }));
    const { config } = await written(model, "ends", { maxBatch: 32 });
    expect(config).toMatchObject({
      maxBatchSize: 32,
      output: [
        { name: "mean", dims: [1], reshape: { shape: [] } },
        { name: "labels", dataType: "TYPE_INT64", dims: [1, 4, 6], reshape: null },
      ],
    });
    const half = await written(toFloat16({ keepIoTypes: false }).run(model), "half");
    expect(half.config["input"]).toMatchObject([{ dataType: "TYPE_FP16" }]);
  });
});

describe("A model of one batch alone is served with all its sides, and says why", () => {
  test.each([
    ["it was built for several images", () => modelOf(features, 2), '"image" is float32[2x3x4x6]'],
    [
      "images are moved from the first axis",
      () => modelOf((image) => ({ y: transpose({ order: [1, 0, 2, 3] })(reduceMean({ axes: 1 })(image)) })),
      "computes along the first axis",
    ],
    [
      "something runs over images",
      () => modelOf((image) => ({ y: relu()(reduceMean({ axes: 0 })(image)) })),
      "along the first",
    ],
  ])("%s", async (_, model, reason) => {
    const { config, maxBatch, fixedBatch } = await written(model(), "fixed");
    expect(fixedBatch).toContain(reason);
    expect(maxBatch).toBe(0);
    expect(config).toMatchObject({ maxBatchSize: 0 });
    expect(config).not.toHaveProperty("dynamicBatching");
    expect(config["input"]).toMatchObject([{ dims: model().graph.inputs[0]!.type.shape }]);
  });
});

test.each([
  ["max_batch: 1", "ModelConfig: unknown field"],
  ["input { kind: 1 }", "ModelInput: unknown field"],
  ["input { data_type: TYPE_FLOAT }", "ModelInput.dataType: enum"],
  ["name 1", "expected ':'"],
])("The schema refuses %s: %s", (text, problem) => {
  expect(() => modelConfig.fromText(text)).toThrow(problem);
});

test("Triton takes no tensor without elements", async () => {
  const empty = modelOf((image) => ({
    nothing: slice({ start: [0, 0, 0, 0], end: [0, 3, 4, 6], step: [1, 1, 1, 1] })(image),
  }));
  await expect(written(empty, "empty")).rejects.toThrow('"nothing" is float32[0x3x4x6]');
});

test("No name of an end gets out of its string", async () => {
  const name = 'a" max_batch_size: 9 \\\n#é';
  const builder = new GraphBuilder("net");
  const graph = builder.build({ y: relu()(builder.input(name, float32(1, 3))) });
  const { config } = await written({ graph, weights: initialWeights(1) }, "hostile");
  expect(config).toMatchObject({ maxBatchSize: 8, input: [{ name }] });
});

test("A configuration that somebody changed is kept", async () => {
  const { path } = await written(modelOf(features), "kept");
  await written(modelOf(features), "kept");
  await writeFile(path, `${await readFile(path, "utf8")}instance_group { count: 2 }\n`);
  await expect(written(modelOf(features), "kept")).rejects.toThrow("is there and is no unchanged config.pbtxt");
});
