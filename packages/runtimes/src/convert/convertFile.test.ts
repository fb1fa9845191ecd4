/** What cannot be converted, node by node; what can is told by the command's own tests. */
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ArtifactFormat } from "@linknet-kit/artifacts";
import { type HandModel, onnxBytes, rawFloats } from "@linknet-kit/fixtures";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ArtifactCoverage, type Conversion, convertFile } from "./convertFile.js";
import { findRuntime } from "../table/table.js";
import { verifyArtifacts } from "../verify/verifyArtifacts.js";
import { ConversionRefusedError, OpenConversionError } from "./errors.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "linknet-convert-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function convert(model: HandModel, ...formats: readonly ArtifactFormat[]): Promise<Conversion> {
  const path = join(folder, "model.onnx");
  await writeFile(path, onnxBytes(model));
  return await convertFile({
    path,
    wanted: formats.map((format) => ({ format, target: format === "onnx" ? "onnxruntime" : format })),
    folder: join(folder, "out"),
    sizes: {},
    choose: () => ({
      network: "model",
      dtype: "fp32",
      keepIoTypes: true,
      foldBatchNorm: false,
      dynamicBatch: false,
      metadata: {},
    }),
    origin: async () => "drawn",
    permit: async () => ({ makeFolders: true }),
    seed: 1,
    isExplained: false,
  });
}

/** What is told of each node: its name, its fate and, of one that is refused, the code. */
async function refused(model: HandModel, ...formats: readonly ArtifactFormat[]): Promise<readonly string[][]> {
  const error = await convert(model, ...formats).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ConversionRefusedError);
  expect(await readdir(folder)).toEqual(["model.onnx"]);
  return (error as ConversionRefusedError).coverage.map(described);
}

function described({ nodes }: ArtifactCoverage): string[] {
  return nodes.map(({ node, fate, code, behind }) => [node, fate, code ?? behind].filter(Boolean).join(" "));
}

const x = { name: "x", shape: [1, 2, 3, 4] };

describe("A file with nodes that cannot be read", () => {
  test("tells all of them, and what needs their results", async () => {
    const model: HandModel = {
      inputs: [x, { name: "sizes", type: 7, shape: [2] }],
      nodes: [
        { op: "Relu", inputs: ["x"], outputs: ["a"] },
        { op: "GridSample", inputs: ["a", "x"], outputs: ["b"] },
        { op: "Sigmoid", inputs: ["b"], outputs: ["c"] },
        { op: "Reshape", inputs: ["a", "sizes"], outputs: ["d"] },
        { op: "Relu", inputs: ["a"], outputs: ["e"], ints: { unheard: 1 } },
        { op: "Relu", inputs: ["c"], outputs: ["f"], ints: { unheard: 1 } },
      ],
      outputs: [{ name: "d" }, { name: "e" }, { name: "f" }],
    };
    expect(await refused(model, "onnx")).toEqual([
      [
        "a ready",
        "b refused unsupported_op",
        "c behind b",
        "d refused needs_constant",
        "e refused unsupported_attribute",
        "f refused unsupported_attribute",
      ],
    ]);
  });

  test("says which nodes read sizes that are open, beside what is to be done about them", async () => {
    const model: HandModel = {
      inputs: [{ name: "x", shape: ["N", 2, "height", 4] }],
      nodes: [{ op: "Relu", inputs: ["x"], outputs: ["y"] }],
      outputs: [{ name: "y" }],
    };
    const error = await convert(model, "onnx").catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(OpenConversionError);
    expect(String(error)).toContain("height");
    expect((error as OpenConversionError).coverage.map(described)).toEqual([["y refused dynamic_shape"]]);
  });
});

describe("A target that lacks a node", () => {
  const small = { inputs: [{ name: "x", type: 3, shape: [1, 2] }], outputs: [{ name: "y", type: 3, shape: [1, 4] }] };
  const nodes = [{ op: "Concat", inputs: ["x", "x"], outputs: ["y"], ints: { axis: 1 } }];

  test("is told with the node, and no other artifact is written either", async () => {
    expect(await refused({ ...small, nodes }, "onnx", "tfjs")).toEqual([["y written"], ["y refused unsupported_op"]]);
  });

  test("takes nothing from one that has it", async () => {
    const { coverage, parity } = await convert({ ...small, nodes }, "onnx");
    expect(coverage.map(described)).toEqual([["y written"]]);
    expect(parity.runs).toMatchObject([{ status: "passed" }]);
  });
});

test("What folds away before the model runs is a constant, and what does nothing is part of its neighbour", async () => {
  const model: HandModel = {
    inputs: [x],
    nodes: [
      { op: "Shape", inputs: ["x"], outputs: ["shape"] },
      { op: "Identity", inputs: ["x"], outputs: ["same"] },
      { op: "Reshape", inputs: ["same", "shape"], outputs: ["flat"] },
      { op: "Mul", inputs: ["flat", "two"], outputs: ["y"] },
    ],
    tensors: [{ name: "two", dims: [1], raw: rawFloats(2) }],
    outputs: [{ name: "y" }],
  };
  const { coverage } = await convert(model, "tfjs");
  expect(coverage.map(described)).toEqual([["shape constant", "same merged", "flat merged", "y written"]]);
});

test("Ends that tfjs lists in another order are told", async () => {
  const nodes = ["10", "9"].map((output) => ({ op: "Relu", inputs: ["x"], outputs: [output] }));
  const model: HandModel = { inputs: [x], nodes, outputs: [{ name: "10" }, { name: "9" }] };
  const { artifacts, parity } = await convert(model, "onnx", "tfjs");
  expect(artifacts.map(({ cautions }) => cautions)).toEqual([[], [expect.stringContaining("outputs are called")]]);
  expect(parity.runs.map(({ status }) => status)).toEqual(["passed", "passed"]);
});

test("A small model is compared with what ONNX Runtime makes of the file, as a large one is", async () => {
  const model: HandModel = {
    inputs: [x],
    nodes: [{ op: "Relu", inputs: ["x"], outputs: ["y"] }],
    outputs: [{ name: "y" }],
  };
  const { parity } = await convert(model, "onnx");
  expect(parity.reference.by).toMatch(/^onnxruntime-node\/cpu/);
});

test("A constant of four axes that is an output lies as the others do", async () => {
  const k = { name: "k", dims: [1, 3, 2, 1], raw: rawFloats(1, 2, 3, 4, 5, 6) };
  const nodes = [{ op: "Relu", inputs: ["x"], outputs: ["y"] }];
  const { parity } = await convert(
    { inputs: [x], nodes, tensors: [k], outputs: [{ name: "y" }, { name: "k" }] },
    "tfjs",
  );
  expect(parity.runs).toMatchObject([{ status: "passed", outputs: [{ name: "y" }, { name: "k", relativeError: 0 }] }]);
});

test("Whole numbers that tfjs has no bits for are refused", async () => {
  const long = { type: 7, shape: [1, 2] };
  const model: HandModel = {
    inputs: [{ name: "x", ...long }],
    nodes: [{ op: "Mul", inputs: ["x", "k"], outputs: ["y"] }],
    tensors: [{ name: "k", type: 7, dims: [1], raw: new Uint8Array(BigInt64Array.of(3_000_000_000n).buffer) }],
    outputs: [{ name: "y", ...long }],
  };
  await expect(convert(model, "tfjs")).rejects.toThrow('"k" has 3000000000');
});

test("A node of types that its operator here does not take is told as a node", async () => {
  const bytes = { type: 2, shape: [1, 2, 3, 4] };
  const model: HandModel = {
    inputs: [{ name: "x", ...bytes }],
    nodes: [{ op: "Sigmoid", inputs: ["x"], outputs: ["y"] }],
    outputs: [{ name: "y", ...bytes }],
  };
  expect(await refused(model, "onnx")).toEqual([["y refused unsupported_op"]]);
});

test("Layers are found in tfjs under the names of the file, which it cannot give to nodes", async () => {
  const names = ["/a/Mul_output_0", "b:c"];
  const model: HandModel = {
    inputs: [x],
    nodes: [
      { op: "Mul", inputs: ["x", "two"], outputs: [names[0]!] },
      { op: "Relu", inputs: [names[0]!], outputs: [names[1]!] },
      { op: "Sigmoid", inputs: [names[1]!], outputs: ["y"] },
    ],
    tensors: [{ name: "two", dims: [1], raw: rawFloats(2) }],
    outputs: [{ name: "y" }],
  };
  const { artifacts } = await convert(model, "tfjs");
  const { runs } = await verifyArtifacts({
    artifacts: [artifacts[0]!.path],
    runtimes: [findRuntime("tfjs/wasm")],
    isChosen: true,
    reference: join(folder, "model.onnx"),
    layers: true,
    sizes: {},
    seed: 1,
    tolerance: undefined,
    signal: undefined,
  });
  const layers = names.map((name) => ({ name, passed: true }));
  expect(runs).toMatchObject([{ status: "passed", layers, notComparable: [] }]);
});

test("What tfjs could not load is not written", async () => {
  const nodes = [{ op: "Relu", inputs: ["__proto__"], outputs: ["y"] }];
  const model: HandModel = { inputs: [{ name: "__proto__", shape: [1, 2] }], nodes, outputs: [{ name: "y" }] };
  await expect(convert(model, "tfjs")).rejects.toThrow("__proto__");
  expect(await readdir(folder)).toEqual(["model.onnx"]);
});
