/** Users' files in a suite: measured as they are, told apart by their content. */
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type HandModel, onnxBytes, rawFloats } from "@linknet-kit/fixtures";
import { NoRuntimeForArtifactError, findRuntime, openModelFile } from "@linknet-kit/runtimes";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { fakeRuntime, reluModel } from "../fakes/suite.test.fake.js";
import { labelFiles, planModelFiles } from "../planModelFiles.js";
import { planSuite } from "../suites.js";
import { runSuite } from "./runSuite.js";

vi.setConfig({ testTimeout: 240_000 });

let folder: string;
const at = (name: string): string => join(folder, name);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "model-files-"));
  await mkdir(at("models"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const NATIVE = findRuntime("onnxruntime-node/cpu");
const WEB = findRuntime("onnxruntime-web/wasm");
const TFJS = findRuntime("tfjs/wasm");

/** An image of bytes, times weights in another file, bent by an operator of ONNX Runtime's own. */
const model: HandModel = {
  nodes: [
    { op: "Cast", inputs: ["pixels"], outputs: ["p"], ints: { to: 1 } },
    { op: "Mul", inputs: ["p", "w"], outputs: ["h"] },
    { op: "QuickGelu", domain: "com.microsoft", inputs: ["h"], outputs: ["y"] },
  ],
  inputs: [{ name: "pixels", type: 2, shape: [2, 5, 7, 3] }],
  outputs: [{ name: "y" }],
  tensors: [{ name: "w", dims: [3], location: "w.bin" }],
};

async function writeModel(name: string, hand: HandModel = model): Promise<string> {
  await writeFile(at("models/w.bin"), rawFloats(1, 2, 3));
  await writeFile(at(`models/${name}`), onnxBytes(hand));
  return at(`models/${name}`);
}

async function measure(path: string, more: { readonly iterations?: number } = {}) {
  const table = [NATIVE, WEB, TFJS];
  const files = labelFiles([await openModelFile(path)]);
  const plan = planModelFiles(files, { threads: [1], budgetSeconds: 0.05 }, table);
  const modelOf = () => files[0]!.file;
  return await runSuite({ plan, path: at("r.json"), modelOf, table, git: { revision: "abc" }, ...more });
}

test("A file of operators that are not known is measured as it is, checked, and never counted", async () => {
  const path = await writeModel("own.onnx");
  const { results, counts, suite } = await measure(path, { iterations: 11 });
  const found = results.map(({ network, size, batch, runtime, latency }) => {
    return { network, size, batch, runtime, samples: latency?.samplesMs.length };
  });
  const expected = { network: "own", size: { width: 7, height: 5 }, batch: 2, samples: 11 };
  expect(found).toEqual([
    { ...expected, runtime: NATIVE.name },
    { ...expected, runtime: WEB.name },
  ]);
  for (const { inputs, outputCheck } of results) {
    expect(inputs).toEqual([{ name: "pixels", dtype: "uint8", shape: [2, 5, 7, 3] }]);
    expect(outputCheck).toMatchObject({ passed: true, reference: expect.stringContaining("without optimisations") });
  }
  expect(counts).toEqual([]);
  expect(suite.leftOut).toMatchObject([{ runtime: TFJS.name, reason: expect.stringContaining("QuickGelu") }]);
  const hash = createHash("sha256")
    .update(await readFile(path))
    .update(await readFile(at("models/w.bin")));
  expect(suite.models).toEqual([{ network: "own", file: path, sha256: hash.digest("hex") }]);
  // Nothing is left beside a user's file.
  expect((await readdir(at("models"))).toSorted()).toEqual(["own.onnx", "w.bin"]);
});

test("A file of float16 is measured in float32 where a runtime has nothing narrower, and held to what it gives itself", async () => {
  const half: HandModel = {
    nodes: [{ op: "Relu", inputs: ["x"], outputs: ["y"] }],
    inputs: [{ name: "x", type: 10, shape: [1, 3, 5, 7] }],
    outputs: [{ name: "y", type: 10, shape: [1, 3, 5, 7] }],
  };
  const { results } = await measure(await writeModel("half.onnx", half), { iterations: 10 });
  const found = results.map(({ runtime, dtype, inputs, outputCheck }) => {
    return { runtime, dtype, fed: inputs?.[0]?.dtype, passed: outputCheck?.passed };
  });
  expect(found).toEqual([
    { runtime: NATIVE.name, dtype: "fp16", fed: "float16", passed: true },
    { runtime: WEB.name, dtype: "fp16", fed: "float16", passed: true },
    { runtime: TFJS.name, dtype: "fp32", fed: "float32", passed: true },
  ]);
});

test("A suite goes on only with the content that it began with", async () => {
  const path = await writeModel("own.onnx");
  await measure(path);
  const whole = JSON.parse(await readFile(at("r.json"), "utf8")) as { results: { device: string }[] };
  // One result is lost, and the other marked, so that it can be known again.
  const kept = [{ ...whole.results[0], device: "kept" }];
  const interrupt = async () => await writeFile(at("r.json"), JSON.stringify({ ...whole, results: kept }));
  await interrupt();
  expect((await measure(path)).results[0]!.device).toBe("kept");
  await interrupt();
  await writeFile(at("models/w.bin"), rawFloats(1, 2, 4));
  expect((await measure(path)).results[0]!.device).not.toBe("kept");
});

test("Files are called as they are, the second of a name with a number, and none as what is measured beside them", async () => {
  const paths = [await writeModel("own.onnx"), await writeModel("copy.onnx"), await writeModel("enet.onnx")];
  const files = await Promise.all([...paths, paths[0]!].map((path) => openModelFile(path)));
  expect(labelFiles(files, ["enet"]).map(({ label }) => label)).toEqual(["own", "copy-2", "enet-2", "own-2"]);
});

test("A file that none of the runtimes loads is refused before anything is measured", async () => {
  const files = labelFiles([await openModelFile(await writeModel("own.onnx"))]);
  expect(() => planModelFiles(files, { runtimes: [TFJS.name] }, [TFJS])).toThrow(NoRuntimeForArtifactError);
});

test("A file that is fed no elements is refused by the names of its inputs; one that is fed some has the size of those", async () => {
  const empty = { name: "past", type: 1, shape: [1, 0, 5, 7] };
  const image = { name: "x", type: 1, shape: [2, 3, 6, 8] };
  const outputs = [{ name: "y", type: 1, shape: [2, 3, 6, 8] }];
  const opened = async (nodes: HandModel["nodes"], inputs: HandModel["inputs"]) =>
    labelFiles([await openModelFile(await writeModel("empty.onnx", { nodes, inputs, outputs }))]);
  const options = { threads: [1], budgetSeconds: 0.05 };
  const both = await opened([{ op: "Relu", inputs: ["x"], outputs: ["y"] }], [empty, image]);
  expect(planModelFiles(both, options, [NATIVE]).cells).toMatchObject([{ size: { width: 8, height: 6 }, batch: 2 }]);
  const nothing = await opened([{ op: "Relu", inputs: ["past"], outputs: ["y"] }], [empty]);
  expect(() => planModelFiles(nothing, options, [NATIVE])).toThrow('no input has elements: "past" (1 x 0 x 5 x 7)');
});

test("A GPU in software is left out of a suite unless its runtime is named, and the suite says so", async () => {
  const table = [fakeRuntime("behaves"), fakeRuntime("is-software")];
  const given = { networks: ["relu"], sizes: [{ width: 8, height: 6 }], threads: [1], budgetSeconds: 0.05, table };
  const shared = { modelOf: reluModel, table, git: { revision: "abc" }, referenceRuntime: "fake/behaves" };
  const usual = await runSuite({ ...shared, plan: planSuite(given), path: at("usual.json") });
  expect(usual.results.map(({ runtime }) => runtime)).toEqual(["fake/behaves"]);
  expect(usual.suite.leftOut).toMatchObject([{ runtime: "fake/is-software" }]);
  const runtimes = table.map(({ name }) => name);
  const chosen = await runSuite({ ...shared, plan: planSuite({ ...given, runtimes }), path: at("chosen.json") });
  expect(chosen.results.map(({ runtime }) => runtime)).toEqual(runtimes);
});
