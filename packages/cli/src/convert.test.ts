/** What `linknet convert` writes and tells, by the readers of what it wrote. */
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  GraphBuilder,
  type Layer,
  type Model,
  add,
  batchNorm,
  conv2d,
  dropout2d,
  float32,
  globalAveragePool,
  maxPool2d,
  prelu,
  relu,
  reshape,
  scrambledWeights,
  sequence,
} from "@linknet-kit/core";
import { type HandModel, onnxBytes } from "@linknet-kit/fixtures";
import { describeOnnx, inspectOnnx, writeOnnx } from "@linknet-kit/onnx";
import { describeTfjs, readTfjs } from "@linknet-kit/tfjs";
import type { ArtifactCoverage, Conversion } from "@linknet-kit/runtimes";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runCommand } from "./recordedTerminal.test.support.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "linknet-convert-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const at = (...names: readonly string[]): string => join(folder, ...names);

const block: Layer = sequence(
  conv2d({ filters: 4, kernel: 3, stride: 2, padding: { top: 0, left: 1, bottom: 2, right: 1 } }),
  batchNorm(),
  prelu(),
  dropout2d({ rate: 0.1 }),
  maxPool2d({ kernel: 3, stride: 2, padding: 1 }),
);

/** Two outputs, the second of which comes first in the alphabet. */
function example(): Model {
  const builder = new GraphBuilder("net");
  const image = builder.input("image", float32(1, 3, 16, 12));
  const features = builder.scope("features", () => block(image));
  const sum = builder.scope("sum", () => add()(features, relu()(features)));
  const graph = builder.build({ zones: sum, answer: reshape({ shape: [1, 4] })(globalAveragePool()(sum)) });
  return { graph, weights: scrambledWeights(graph, 3) };
}

const sampled: HandModel = {
  inputs: [{ name: "x", shape: [1, 2, 3, 4] }],
  nodes: [{ op: "GridSample", inputs: ["x", "x"], outputs: ["y"] }],
  outputs: [{ name: "y" }],
};

async function converted(line: string): Promise<Conversion & { readonly report: string }> {
  const { code, out, notes } = await runCommand(`convert ${line} --json`);
  expect({ code, notes }).toMatchObject({ code: 0 });
  return JSON.parse(out) as Conversion & { readonly report: string };
}

/** Of the nodes, those with a fate. */
function nodesOf({ nodes }: ArtifactCoverage, fate: string): readonly string[] {
  return nodes.flatMap((each) => (each.fate === fate ? [each.operator] : []));
}

describe("A model in every format at once", () => {
  test("is written, compared and reported, its ends called the same in the same order", async () => {
    await writeOnnx(example(), at("model.onnx"));
    const made = await converted(
      `${at("model.onnx")} --to onnx,tfjs,triton --target onnxruntime,tensorrt-8.2 -o ${at("out")}`,
    );
    const name = "model-12x16";
    expect(made.artifacts.map(({ path }) => path)).toEqual([
      at("out", `${name}.onnx`),
      at("out", `${name}-tensorrt-8.2.onnx`),
      at("out", name, "model.json"),
      at("out", name, "config.pbtxt"),
    ]);
    for (const path of [`${name}.onnx`, `${name}-tensorrt-8.2.onnx`, `${name}/1/model.onnx`]) {
      const { inputs, outputs } = await describeOnnx(at("out", path));
      expect([...inputs, ...outputs].map((end) => end.name)).toEqual(["image", "zones", "answer"]);
    }
    expect((await inspectOnnx(made.artifacts[1]!.path)).opset).toBe(13);
    const { inputs, outputs } = describeTfjs(await readTfjs(made.artifacts[2]!.path));
    expect([...inputs, ...outputs].map((end) => end.name)).toEqual(["image", "zones", "answer"]);
    expect(made.parity.runs.map(({ status }) => status)).toEqual(Array(4).fill("passed"));
    expect(made.artifacts[3]).toMatchObject({ maxBatch: 8 });
    const { coverage, parity, writtenBy } = JSON.parse(await readFile(made.report, "utf8")) as typeof made & {
      writtenBy: string;
    };
    expect(made.report).toBe(at("out", "model-conversion.json"));
    expect({ coverage, parity, writtenBy }).toEqual({
      coverage: made.coverage,
      parity: made.parity,
      writtenBy: "linknet convert",
    });
  });

  test("says of each node what it became", async () => {
    await writeOnnx(example(), at("model.onnx"));
    const { coverage } = await converted(`${at("model.onnx")} --to tfjs -o ${at("out")}`);
    const [tfjs] = coverage;
    expect(tfjs).toMatchObject({ format: "tfjs", target: "tfjs" });
    expect(nodesOf(tfjs!, "merged")).toEqual(["BatchNormalization"]);
    expect(tfjs!.nodes.find(({ operator }) => operator === "Conv")).toMatchObject({
      fate: "written",
      becomes: [{ operator: "_FusedConv2D" }],
    });
    expect(tfjs!.nodes.find(({ operator }) => operator === "MaxPool")).toMatchObject({ fate: "lowered" });
    const total = Object.values(tfjs!.counts).reduce((sum, count) => sum + count);
    expect(total).toBe(tfjs!.nodes.length);
  });

  test("has the same bytes twice, and replaces what it wrote itself", async () => {
    await writeOnnx(example(), at("model.onnx"));
    const line = `${at("model.onnx")} --to onnx,tfjs,triton -o`;
    const [first, second] = [await converted(`${line} ${at("a")}`), await converted(`${line} ${at("b")}`)];
    const files = ({ artifacts }: Conversion) => artifacts.flatMap((artifact) => artifact.files);
    for (const [index, file] of files(first).entries()) {
      expect(await readFile(files(second)[index]!)).toEqual(await readFile(file));
    }
    await converted(`${line} ${at("a")}`);
  });

  test("is told in a few lines", async () => {
    await writeOnnx(example(), at("model.onnx"));
    const { code, out } = await runCommand(`convert ${at("model.onnx")} --to tfjs,triton -o ${at("out")}`);
    expect(code).toBe(0);
    expect(out).toMatch(/nodes {2}\d+: \d+ one node each, /);
    expect(out).toMatch(/equal {2}relative error \S+ at most, on tfjs\/wasm beside/);
    expect(out).toContain("batch  up to 8 joined");
  });
});

describe("Of tfjs", () => {
  test.each([
    ["nhwc", [1, 16, 12, 3]],
    ["nchw", [1, 3, 16, 12]],
  ])("the ends lie in the order that is asked for: %s", async (layout, sides) => {
    await writeOnnx(example(), at("model.onnx"));
    const { parity, artifacts } = await converted(`${at("model.onnx")} --to tfjs --layout ${layout} -o ${at("out")}`);
    expect(parity.runs).toMatchObject([{ status: "passed" }]);
    const { signature } = (await readTfjs(artifacts[0]!.path)) as unknown as {
      signature: { inputs: Record<string, { tensorShape: { dim: { size: string }[] } }> };
    };
    expect(signature.inputs["image"]!.tensorShape.dim.map(({ size }) => Number(size))).toEqual(sides);
  });

  test("the weights may be halved", async () => {
    await writeOnnx(example(), at("model.onnx"));
    const { artifacts, parity } = await converted(`${at("model.onnx")} --to tfjs --dtype fp16 -o ${at("out")}`);
    expect(artifacts[0]!.path).toBe(at("out", "model-12x16-fp16", "model.json"));
    expect(parity.runs).toMatchObject([{ status: "passed", tolerance: 2e-2 }]);
  });
});

test("In float16 the ends stay float32", async () => {
  await writeOnnx(example(), at("model.onnx"));
  const { artifacts, parity } = await converted(`${at("model.onnx")} --dtype fp16 -o ${at("out")}`);
  expect(parity.runs).toMatchObject([{ status: "passed" }]);
  const { inputs, isHalf } = await describeOnnx(artifacts[0]!.path);
  expect({ dtype: inputs[0]!.dtype, isHalf }).toEqual({ dtype: "float32", isHalf: true });
});

test("A file of float16 becomes one that tfjs computes in float32", async () => {
  await writeOnnx(example(), at("model.onnx"));
  await converted(`${at("model.onnx")} --dtype fp16 --no-keep-io-types -o ${at("half")}`);
  const { parity } = await converted(`${at("half", "model-12x16-fp16.onnx")} --to tfjs -o ${at("out")}`);
  expect(parity.runs).toMatchObject([{ status: "passed" }]);
});

test("What differs more than is allowed is not written, and the first layer that does is named", async () => {
  await writeOnnx(example(), at("model.onnx"));
  const line = `convert ${at("model.onnx")} --to tfjs --tolerance 1e-12 -o ${at("out")}`;
  const { code, out, notes } = await runCommand(`${line} --json`);
  expect(code).toBe(1);
  const document = JSON.parse(out) as Conversion & { readonly error: { readonly code: string } };
  expect(document.error.code).toBe("CONVERSION_DIFFERS");
  expect(document.parity.runs[0]).toMatchObject({ status: "failed", firstDivergence: expect.any(String) });
  expect(notes).toContain(`the first layer that differs is ${document.parity.runs[0]!.firstDivergence}`);
  expect(await readdir(folder)).toEqual(["model.onnx"]);
});

test("What is no ONNX file, what stands in the way and flags that say nothing are refused before anything is done", async () => {
  await writeOnnx(example(), at("model.onnx"));
  expect(await runCommand("convert linknet")).toMatchObject({ code: 2 });
  expect(await runCommand(`convert ${at("model.onnx")} --layout nchw`)).toMatchObject({ code: 2 });
  expect(await runCommand(`convert ${at("model.onnx")} --to tfjs --target tensorrt-8.2`)).toMatchObject({ code: 2 });
  await mkdir(at("out"));
  await writeFile(at("out", "model-12x16.onnx"), "mine");
  const { code, notes } = await runCommand(`convert ${at("model.onnx")} -o ${at("out")}`);
  expect(code).toBe(1);
  expect(notes).toContain("--force");
  expect(await readFile(at("out", "model-12x16.onnx"), "utf8")).toBe("mine");
  expect(await readdir(at("out"))).toEqual(["model-12x16.onnx"]);
});

test("Sizes that are open must be given, and nodes that cannot be read are told to programs too", async () => {
  await writeOnnx(example(), at("model.onnx"), { dynamicBatch: true });
  await writeFile(at("open.onnx"), onnxBytes({ ...sampled, inputs: [{ name: "x", shape: [1, 2, "H", 4] }] }));
  const { code, notes } = await runCommand(`convert ${at("open.onnx")}`);
  expect({ code, notes }).toMatchObject({ code: 2, notes: expect.stringContaining("--input") });
  await writeFile(at("sampled.onnx"), onnxBytes(sampled));
  const { out } = await runCommand(`convert ${at("sampled.onnx")} --json`);
  expect(JSON.parse(out)).toMatchObject({
    error: { code: "CONVERSION_REFUSED" },
    coverage: [{ counts: { refused: 1 }, nodes: [{ node: "y", operator: "GridSample", code: "unsupported_op" }] }],
  });
});
