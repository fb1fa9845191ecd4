/**
 * What measuring adds to what is measured: the median of the suite's own loop against that of a bare loop over the same session, in
 * alternating blocks of one run. As in a suite the loop runs in a child process, watched, and sends its progress to its parent.
 *
 *   node benchmarks/harness-overhead.mjs [--model FILE.onnx] [--rounds 20] [--threads 2] [--json]
 *
 * The goal is a ratio within 2 % of 1. It means little on a busy machine: look at the ratio of bare against bare beside it.
 */
import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { buildGraph, conv2d, float32, relu, scrambledWeights, sequence } from "@linknet-kit/core";
import { writeOnnx } from "@linknet-kit/onnx";
import { median } from "d3-array";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { MINIMUM_RUNS, measureLoop } from "../dist/measure/loop.js";
import { watchParent } from "../dist/child/watchParent.js";
import { wrapSession } from "../dist/session/onnxruntimeSession.js";

const { values } = parseArgs({
  options: {
    model: { type: "string" },
    rounds: { type: "string", default: "20" },
    threads: { type: "string", default: String(availableParallelism()) },
    json: { type: "boolean", default: false },
  },
});

if (process.send === undefined) await runParent();
else await runChild();

/** Makes a model where none is given, and prints what the child finds. */
async function runParent() {
  const folder = mkdtempSync(join(tmpdir(), "harness-overhead-"));
  const model = values.model ?? (await writeModel(join(folder, "model.onnx")));
  const args = ["--model", model, "--rounds", values.rounds, "--threads", values.threads];
  const env = { ...process.env, ORT_DISABLE_TELEMETRY: "1" };
  const child = fork(fileURLToPath(import.meta.url), args, { serialization: "advanced", env });
  child.on("message", (message) => {
    if (message.kind === "progress") return;
    console.log(values.json ? JSON.stringify(message, null, 2) : printFindings(message));
    child.disconnect();
  });
  child.on("exit", (code) => {
    rmSync(folder, { recursive: true, force: true });
    process.exitCode = code ?? 1;
  });
}

/** Convolutions that take some ten milliseconds. */
async function writeModel(path) {
  const layer = () => sequence(conv2d({ filters: 64, kernel: 3, padding: 1, bias: false }), relu());
  const image = { name: "image", type: float32(1, 3, 90, 160) };
  const graph = buildGraph("convolutions", image, sequence(layer(), layer(), layer()), "logits");
  await writeOnnx({ graph, weights: scrambledWeights(graph, 1) }, path);
  return path;
}

/** Blocks of as many runs each: the suite's loop, a bare loop, and a second bare loop to compare the first with. */
async function runChild() {
  watchParent();
  const threads = Number(values.threads);
  const session = await InferenceSession.create(values.model, {
    executionProviders: ["cpu"],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
  });
  const { name, shape } = session.inputMetadata[0];
  const data = new Float32Array(shape.reduce((product, side) => product * side, 1)).fill(0.5);
  const wrapped = wrapSession(session, { Tensor, threads });
  const inputs = { [name]: { dtype: "float32", shape, data } };
  const onProgress = (progress) => process.send({ kind: "progress", progress });

  const loops = {
    harness: async () => {
      // A budget that is spent at once leaves the fewest runs there can be.
      const timing = { budgetMs: 0.001, limitMs: 1e9 };
      return (await measureLoop(wrapped, inputs, { timing, firstRunMs: 0, onProgress })).samplesMs;
    },
    bare: () => bareLoop(session, name, data, shape),
    bareAgain: () => bareLoop(session, name, data, shape),
  };
  const samples = { harness: [], bare: [], bareAgain: [] };
  for (const loop of Object.values(loops)) await loop();
  for (let round = 0; round < Number(values.rounds); round += 1) {
    // Each loop stands first, second and last equally often.
    const names = Object.keys(loops);
    const order = names.map((_, index) => names[(index + round) % names.length]);
    for (const each of order) samples[each].push(...(await loops[each]()));
  }
  process.send({ kind: "findings", model: values.model, threads, load: loadavg()[0], samples });
}

/** The least that can be done: make the tensor, run, touch the output; one run to warm up, as in the suite's loop. */
async function bareLoop(session, name, data, shape) {
  const samplesMs = [];
  for (let run = 0; run <= MINIMUM_RUNS; run += 1) {
    const start = performance.now();
    const outputs = await session.run({ [name]: new Tensor("float32", data, shape) });
    if (outputs[session.outputNames[0]].data.length === 0) throw new Error("the output is empty");
    samplesMs.push(performance.now() - start);
  }
  return samplesMs.slice(1);
}

function printFindings({ threads, load, samples }) {
  const [harness, bare, again] = [median(samples.harness), median(samples.bare), median(samples.bareAgain)];
  const ratio = harness / median([...samples.bare, ...samples.bareAgain]);
  return [
    `${samples.harness.length} runs of each loop, interleaved; ${threads} threads, load average ${load.toFixed(1)} at the end`,
    `harness          ${harness.toFixed(3)} ms`,
    `bare             ${bare.toFixed(3)} ms`,
    `bare again       ${again.toFixed(3)} ms`,
    `bare : bare      ${(again / bare).toFixed(4)}   (what this machine's noise does to such a ratio)`,
    `harness : bare   ${ratio.toFixed(4)}   (goal: between 0.98 and 1.02)`,
  ].join("\n");
}
