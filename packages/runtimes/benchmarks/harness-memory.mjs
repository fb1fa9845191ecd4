/**
 * What measuring adds to the memory of what is measured: the largest resident set of a suite's child process against that of a process that
 * loads ONNX Runtime and runs the same file as often, in turn.
 *
 *   node benchmarks/harness-memory.mjs MODEL.onnx [--rounds 3] [--threads 2]
 *
 * The goal is 50 MB (2^20 bytes) at most.
 */
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readOnnx } from "@linknet-kit/onnx";
import { median } from "d3-array";
import { allowedCores, findRuntime, runtimes } from "../dist/index.js";
import { runJob } from "../dist/process/runJob.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string", default: "3" }, threads: { type: "string", default: String(allowedCores()) } },
});
const [model = ""] = positionals;
const threads = Number(values.threads);
const RUNS = 10;

const { graph } = await readOnnx(model);
const artifact = { path: model, inputs: graph.inputs, outputs: graph.outputs };
const { driver } = findRuntime("onnxruntime-node/cpu", runtimes);
const folder = await mkdtemp(join(tmpdir(), "harness-memory-"));
try {
  const run = { kind: "run", driver, artifact, load: { threads }, seed: 1, outputFolder: folder };
  const kept = await runJob(run, { stallMs: 600_000 });
  if (kept.kind !== "answer") throw new Error(kept.reason);
  const [bareMB, harnessMB] = [[], []];
  for (let round = 0; round < Number(values.rounds); round += 1) {
    bareMB.push(bareMemory());
    harnessMB.push(await harnessMemory());
  }
  const [bare, harness] = [median(bareMB), median(harnessMB)];
  console.log(`medians of ${values.rounds}, ${RUNS} runs each, ${threads} threads`);
  console.log(`bare     ${bare.toFixed(1)} MB\nharness  ${harness.toFixed(1)} MB`);
  console.log(`added    ${(harness - bare).toFixed(1)} MB   (goal: at most 50)`);
} finally {
  await rm(folder, { recursive: true });
}

/** As the suite measures. */
async function harnessMemory() {
  const timing = { budgetMs: 1, limitMs: 600_000, runs: RUNS };
  const own = { kind: "measure", driver, artifact, threads, seed: 1, timing, expectedFolder: folder, tolerance: 1e-4 };
  const outcome = await runJob(own, { stallMs: 600_000 });
  if (outcome.kind !== "answer") throw new Error(outcome.reason);
  return outcome.answer.peakRssMB;
}

/** The least that can be done. */
function bareMemory() {
  const ort = createRequire(import.meta.url).resolve("onnxruntime-node");
  const script = `
    const { InferenceSession, Tensor } = require(${JSON.stringify(ort)});
    (async () => {
      const options = { executionProviders: ["cpu"], intraOpNumThreads: ${threads}, interOpNumThreads: 1 };
      const session = await InferenceSession.create(${JSON.stringify(model)}, options);
      const { name, shape } = session.inputMetadata[0];
      const image = new Tensor("float32", new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(0.5), shape);
      for (let run = 0; run < ${RUNS + 2}; run += 1) await session.run({ [name]: image });
      console.log(process.resourceUsage().maxRSS / 1024);
    })();`;
  const env = { ...process.env, ORT_DISABLE_TELEMETRY: "1" };
  return Number(execFileSync(process.execPath, ["-e", script], { encoding: "utf8", env }));
}
