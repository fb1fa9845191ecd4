import { cp, mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Model, type Tensor, buildGraph, conv2d, floats, scrambledWeights, toFloat16 } from "@linknet-kit/core";
import { buildNetwork } from "@linknet-kit/models";
import { writeOnnx } from "@linknet-kit/onnx";
import type { Verification } from "@linknet-kit/runtimes";
import { writeTfjs } from "@linknet-kit/tfjs";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { runCommand } from "./recordedTerminal.test.support.js";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

let folder: string;
const at = (name: string): string => join(folder, name);

const graph = buildNetwork("linknet", { size: { width: 64, height: 48 }, width: 0.25, classes: 3 });
const model: Model = { graph, weights: scrambledWeights(graph, 1) };
const DAMAGED = "decoder3/conv1/conv2d";

/** The same network but for one weight of a layer in its middle. */
const damaged: Model = {
  graph,
  weights: {
    get: (parameter): Tensor => {
      const tensor = model.weights.get(parameter);
      if (parameter.name !== `${DAMAGED}/weight`) return tensor;
      const data = floats(tensor).slice();
      data[0]! += 1;
      return { ...tensor, data } as Tensor;
    },
  },
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "linknet-verify-"));
  await writeOnnx(model, at("right.onnx"));
  await writeOnnx(damaged, at("damaged.onnx"));
  await writeTfjs(model, at("right"));
  await writeTfjs(damaged, at("damaged"));
  const other = buildNetwork("linknet", { size: { width: 64, height: 64 }, width: 0.25, classes: 3 });
  await writeOnnx({ graph: other, weights: scrambledWeights(other, 1) }, at("other.onnx"));
  const unlike = buildGraph("unlike", graph.inputs[0]!, conv2d({ filters: 3, kernel: 1 }), "logits");
  await writeOnnx({ graph: unlike, weights: scrambledWeights(unlike, 1) }, at("unlike.onnx"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function verify(line: string): Promise<{ code: number; notes: string; found: Verification }> {
  const { code, out, notes } = await runCommand(`verify ${line} --json`);
  return { code, notes, found: (out === "" ? undefined : JSON.parse(out)) as Verification };
}

const NODE = "--runtimes onnxruntime-node/cpu,onnxruntime-web/wasm,tfjs/wasm";

describe("Artifacts of one network", () => {
  test("agree on every runtime that loads them, layer by layer, and layers without a counterpart are named", async () => {
    const { code, found } = await verify(`${at("right.onnx")} ${at("right/model.json")} ${NODE} --layers`);
    expect(found.reference).toEqual({ artifact: at("right.onnx"), by: "the evaluator" });
    expect(found.runs.map(({ artifact, runtime, status }) => [artifact, runtime, status])).toEqual([
      [at("right.onnx"), "onnxruntime-node/cpu", "passed"],
      [at("right.onnx"), "onnxruntime-web/wasm", "passed"],
      [at("right/model.json"), "tfjs/wasm", "passed"],
    ]);
    for (const run of found.runs) {
      expect(run.outputs).toMatchObject([{ name: "logits", shape: [1, 3, 48, 64], passed: true }]);
      expect(run.outputs![0]!.relativeError).toBeLessThan(1e-4);
      expect(run.outputs![0]!.cosineSimilarity).toBeGreaterThan(0.999_999);
      expect(run.outputs![0]!.argmaxAgreement).toBeGreaterThan(0.999);
      expect(run).not.toHaveProperty("firstDivergence");
    }
    expect(code).toBe(0);
    const [native, , tfjs] = found.runs;
    expect(native!.notComparable).toEqual([]);
    expect(native!.layers!.map(({ name }) => name)).toContain(DAMAGED);
    // Folded into the batch norm after it.
    expect(tfjs!.notComparable).toContain(DAMAGED);
    expect(tfjs!.layers!.map(({ name }) => name)).toContain(DAMAGED.replace("conv2d", "batchNorm"));
    expect(tfjs!.layers!.length + tfjs!.notComparable!.length).toBe(native!.layers!.length);
  });
});

describe("An artifact with one wrong weight", () => {
  test("fails, and the layer of that weight is the first that differs", async () => {
    const { code, found, notes } = await verify(
      `${at("damaged.onnx")} ${at("damaged")} --reference ${at("right.onnx")} ${NODE} --layers`,
    );
    expect(found.runs.map(({ status, firstDivergence }) => [status, firstDivergence])).toEqual([
      ["failed", DAMAGED],
      ["failed", DAMAGED],
      ["failed", DAMAGED.replace("conv2d", "batchNorm")],
    ]);
    expect(code).toBe(1);
    expect(notes).toContain("3 of 3 runs do not agree");
  });

  test("passes where its user tolerates the difference", async () => {
    const line = `${at("damaged.onnx")} --reference ${at("right.onnx")} --runtimes onnxruntime-node/cpu --tolerance 100`;
    expect((await verify(line)).code).toBe(0);
  });
});

test("The Markdown report has every layer, and says which differs first", async () => {
  const line = `verify ${at("damaged.onnx")} --reference ${at("right.onnx")} --runtimes onnxruntime-node --layers -o ${at("v.md")}`;
  const { out } = await runCommand(line);
  expect(out).toContain(`the first layer past the tolerance is ${DAMAGED}`);
  const text = await readFile(at("v.md"), "utf8");
  expect(text).toContain("# Numerical agreement");
  expect(text.match(/past the tolerance \|/g)!.length).toBeGreaterThan(3);
});

test("Files are held to the first of float32 among them", async () => {
  await writeOnnx(toFloat16().run(model), at("half.onnx"));
  const { found } = await verify(`${at("half.onnx")} ${at("right.onnx")} --runtimes onnxruntime-node/cpu`);
  expect(found.reference.artifact).toBe(at("right.onnx"));
  expect(found.runs.map(({ status }) => status)).toEqual(["passed", "passed"]);
});

test("Another network has no layer to name, and its output is what differs", async () => {
  const { out } = await runCommand(
    `verify ${at("unlike.onnx")} --reference ${at("right.onnx")} --runtimes onnxruntime-node --layers`,
  );
  expect(out).toMatch(
    /: no layer was compared, and the output logits is past the tolerance; \d+ layers have no counterpart/,
  );
});

describe("What cannot be compared is refused, with the reason:", () => {
  test("artifacts of different sizes", async () => {
    const { code, notes } = await runCommand(`verify ${at("right.onnx")} ${at("other.onnx")}`);
    expect(code).toBe(1);
    expect(notes).toMatch(/other\.onnx takes and gives image .*64x64.*right\.onnx image .*48x64/s);
  });

  test("an artifact on a runtime that does not load it", async () => {
    const { code, notes } = await runCommand(`verify ${at("right.onnx")} --runtimes tfjs/wasm`);
    expect(code).toBe(2);
    expect(notes).toContain("none of the runtimes loads");
  });

  test("a damaged file, a missing one, and a graph model without a shard", async () => {
    await cp(at("right.onnx"), at("short.onnx"));
    await truncate(at("short.onnx"), 5000);
    expect((await runCommand(`verify ${at("short.onnx")}`)).code).toBe(1);
    expect((await runCommand(`verify ${at("nowhere.onnx")}`)).code).toBe(1);
    await cp(at("right"), at("shardless"), { recursive: true });
    await rm(at("shardless/group1-shard1of1.bin"), { force: true });
    await writeFile(at("shardless/note"), "");
    const { code, notes } = await runCommand(`verify ${at("shardless")} --reference ${at("right.onnx")}`);
    expect(code).toBe(1);
    expect(notes).toMatch(/shard/);
  });
});

test("A graph model alone is compared with what tfjs computes in JavaScript", async () => {
  const { code, found } = await verify(`${at("right")} --runtimes tfjs/wasm`);
  expect(found.reference).toMatchObject({ artifact: at("right"), by: expect.stringMatching(/^tfjs\/cpu 4/) });
  expect(found.runs).toMatchObject([{ runtime: "tfjs/wasm", status: "passed" }]);
  expect(code).toBe(0);
});

describe("A runtime that is asked for", () => {
  test("and not there fails the command", async () => {
    const { code, found, notes } = await verify(
      `${at("right.onnx")} --runtimes onnxruntime-node/cuda,onnxruntime-node/cpu`,
    );
    expect(found.runs.map(({ status }) => status)).toEqual(["unavailable", "passed"]);
    expect(found.runs[0]!.reason).toContain("to add it");
    expect(code).toBe(1);
    // What is not there is none of the runs that are counted.
    expect(notes).toContain("[1/1] ");
    expect(notes).toContain("1 of 2 runs did not run");
    expect(notes).not.toContain("--layers");
  });

  test("and loads none of the artifacts says so, and fails the command", async () => {
    const { code, found } = await verify(`${at("right.onnx")} --runtimes onnxruntime-node/cpu,tfjs/wasm`);
    expect(found.runs.map(({ runtime, status }) => [runtime, status])).toEqual([
      ["onnxruntime-node/cpu", "passed"],
      ["tfjs/wasm", "error"],
    ]);
    expect(found.runs[1]!.reason).toBe("it loads graph models of tfjs only");
    expect(code).toBe(1);
  });

  test("and is the only one leaves no artifact without a word", async () => {
    const { code, found } = await verify(`${at("right.onnx")} ${at("right")} --runtimes onnxruntime-node/cpu`);
    expect(found.runs).toMatchObject([
      { artifact: at("right.onnx"), status: "passed" },
      { status: "error", reason: "it loads ONNX files only" },
    ]);
    expect(code).toBe(1);
  });
});
