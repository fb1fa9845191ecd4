import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Layer,
  buildGraph,
  conv2d,
  float32,
  named,
  relu,
  scrambledWeights,
  sequence,
  sign,
} from "@linknet-kit/core";
import { writeOnnx } from "@linknet-kit/onnx";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Finding } from "../verdict.js";
import { checkExact } from "./gate.js";
import { type ExactRecord, countFile } from "./metrics.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "exact-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const convolution = (filters: number): Layer => conv2d({ filters, kernel: 3, padding: 1 });

/** Two convolutions of an image of 8x8 in three channels, and what is between them. */
async function countOf(between: Layer, { filters = 4, side = 8 } = {}): Promise<ExactRecord> {
  const layer = sequence(named("first", convolution(4)), between, named("last", convolution(filters)));
  const graph = buildGraph("small", { name: "image", type: float32(1, 3, side, side) }, layer, "logits");
  const { path } = await writeOnnx({ graph, weights: scrambledWeights(graph, 1) }, join(folder, "small.onnx"));
  return await countFile("small", path);
}

const failuresOf = (findings: readonly Finding[]) =>
  Object.fromEntries(findings.filter(({ verdict }) => verdict === "fail").map((finding) => [finding.metric, finding]));

describe("A file beside itself", () => {
  test("passes in every figure, and nothing is said of layers", async () => {
    const record = await countOf(named("middle", relu()));
    const findings = checkExact(record, record);
    expect(findings).toHaveLength(7);
    expect(findings.every(({ verdict, layers }) => verdict === "pass" && layers === undefined)).toBe(true);
  });

  test("is counted by hand", async () => {
    // 3 to 4 and 4 to 4 channels, 3x3, with biases, at 64 pixels; a ReLU of 4 channels between them.
    expect((await countOf(named("middle", relu()))).metrics).toMatchObject({
      parameters: 3 * 4 * 9 + 4 + 4 * 4 * 9 + 4,
      macs: 64 * (3 * 4 * 9 + 4 * 4 * 9),
      flops: 2 * 64 * (3 * 4 * 9 + 4 * 4 * 9),
      nodes: 3,
      activationPeakBytes: 4 * 64 * (4 + 4),
    });
  });
});

test("One convolution more is caught in everything it costs, and is named", async () => {
  const base = await countOf(named("middle", relu()));
  const candidate = await countOf(sequence(named("middle", relu()), named("added", convolution(4))));
  const failures = failuresOf(checkExact(base, candidate));
  expect(Object.keys(failures)).toEqual(["parameters", "macs", "flops", "scalarOps", "nodes", "fileBytes"]);
  expect(failures["macs"]!.candidate! - failures["macs"]!.base!).toBe(64 * 4 * 4 * 9);
  expect(failures["macs"]!.layers).toEqual(["added/conv2d (conv): new, +9,216"]);
  expect(failures["flops"]!.layers).toEqual(["added/conv2d (conv): new, +18,432"]);
  expect(failures["nodes"]!.layers).toEqual(["added/conv2d (Conv): new, +1"]);
  expect(failures["fileBytes"]!.layers![0]).toBe("added/conv2d/weight: new, +576");
});

test("One node more that computes nothing much is caught, and is named", async () => {
  const base = await countOf(named("middle", relu()));
  const failures = failuresOf(
    checkExact(base, await countOf(sequence(named("middle", relu()), named("again", relu())))),
  );
  expect(failures["nodes"]).toMatchObject({ base: 3, candidate: 4, layers: ["again/relu (Relu): new, +1"] });
  expect(failures["scalarOps"]!.layers).toEqual([expect.stringContaining("again/relu (relu): new, +")]);
  expect(failures["macs"]).toBeUndefined();
});

test("A megabyte more is caught to the byte, and the tensor that has it is named", async () => {
  const filters = 4 + 2 ** 20 / (4 * (4 * 9 + 1));
  const base = await countOf(named("middle", relu()));
  const candidate = await countOf(named("middle", relu()), { filters: Math.ceil(filters) });
  const { fileBytes } = failuresOf(checkExact(base, candidate));
  expect(fileBytes!.candidate! - fileBytes!.base!).toBeGreaterThan(2 ** 20);
  expect(fileBytes!.layers![0]).toMatch(/^last\/conv2d\/weight: \+1,0/);
});

test("A node that is swapped for another of the same cost is said, though nothing grew; another name is no change", async () => {
  const base = await countOf(named("middle", relu()));
  const nodesOf = (findings: readonly Finding[]) => findings.find(({ metric }) => metric === "nodes")!.layers;
  const swapped = checkExact(base, await countOf(named("middle", sign())));
  expect(swapped.find(({ metric }) => metric === "nodes")!.verdict).toBe("pass");
  expect(nodesOf(swapped)).toEqual(["middle/relu (Relu): gone, -1", "middle/sign (Sign): new, +1"]);
  expect(nodesOf(checkExact(base, await countOf(named("muddle", relu()))))).toBeUndefined();
});

test("One layer more is one line, though every later one is numbered anew", async () => {
  const base = await countOf(named("middle", relu()));
  /** As exporters name what nobody named, in their order. */
  const numbered = (record: ExactRecord): ExactRecord => ({
    ...record,
    layers: record.layers.map(([, op, ...figures], index) => [`node_${op}_${index}`, op, ...figures]),
    nodes: record.nodes.map(([, type], index) => [`node_${type}_${index}`, type]),
    tensors: record.tensors.map(([, bytes], index) => [`val_${index}`, bytes]),
  });
  const candidate = await countOf(sequence(named("added", convolution(6)), named("middle", relu())));
  const other = await countOf(sequence(named("middle", relu()), named("added", convolution(6))));
  for (const longer of [candidate, other]) {
    const failures = failuresOf(checkExact(numbered(base), numbered(longer)));
    expect(failures["nodes"]!.layers).toHaveLength(1);
    // One more, and one that reads six channels instead of four, or makes them: which is which, nobody can tell.
    expect(failures["macs"]!.layers).toEqual([
      expect.stringMatching(/^node_conv_\d \(conv\): new, \+13,824$/),
      expect.stringMatching(/^node_conv_\d \(conv\)(, node_conv_2 before)?: \+4,608$/),
    ]);
  }
});

test("What shrinks passes, and says where", async () => {
  const base = await countOf(sequence(named("middle", relu()), named("added", convolution(4))));
  const findings = checkExact(base, await countOf(named("middle", relu())));
  expect(failuresOf(findings)).toEqual({});
  expect(findings.find(({ metric }) => metric === "macs")!.layers).toEqual(["added/conv2d (conv): gone, -9,216"]);
});

test("An allowance is a number in the figure's unit or a share of the base, and what is past it fails", async () => {
  const base = await countOf(named("middle", relu()));
  const candidate = await countOf(sequence(named("middle", relu()), named("added", relu())));
  const verdictWith = (nodes: number | string) =>
    checkExact(base, candidate, { allowances: { nodes } }).find(({ metric }) => metric === "nodes")!.verdict;
  expect([verdictWith(0), verdictWith(1), verdictWith("33 %"), verdictWith("34 %")]).toEqual([
    "fail",
    "pass",
    "fail",
    "pass",
  ]);
});

test("A subject without a base, or with one of another size, fails with what to do", async () => {
  const record = await countOf(named("middle", relu()));
  expect(checkExact(undefined, record)).toMatchObject([
    { verdict: "fail", reason: expect.stringContaining("--update") },
  ]);
  const larger = await countOf(named("middle", relu()), { side: 9 });
  const reason =
    "the base was counted for the input image 1x3x9x9, this is for image 1x3x8x8: check --update counts it anew";
  expect(checkExact(larger, record)).toMatchObject([{ metric: "baseline", verdict: "fail", reason }]);
});

test("Growth that the committed baseline has to the unit passes beside another base, and says why; any other fails", async () => {
  const base = await countOf(named("middle", relu()));
  const candidate = await countOf(sequence(named("middle", relu()), named("added", relu())));
  const wanted = { wanted: candidate };
  expect(failuresOf(checkExact(base, candidate, wanted))).toEqual({});
  expect(checkExact(base, candidate, wanted).find(({ metric }) => metric === "nodes")).toMatchObject({
    verdict: "pass",
    reason: "the committed baseline has just this",
    layers: ["added/relu (Relu): new, +1"],
  });
  expect(checkExact(undefined, candidate, wanted)).toMatchObject([{ metric: "baseline", verdict: "pass" }]);
  const more = await countOf(sequence(named("middle", relu()), named("added", relu()), named("again", relu())));
  expect(Object.keys(failuresOf(checkExact(base, more, wanted)))).toContain("nodes");
});
