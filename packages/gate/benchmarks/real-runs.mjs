/**
 * How often the gate is right in real runs: LinkNet beside itself, and beside itself at sizes of 5 and 10 % more pixels, which take as much
 * longer. Each comparison is what `linknet check` does, the second run of a failure included.
 *
 *   node benchmarks/real-runs.mjs [--comparisons 10] [--runtime onnxruntime-node/cpu] [--json]
 *
 * Expected: the first passes or is inconclusive, the others fail. The exit status is 1 where a comparison says the contrary. Nothing else
 * should run on the machine, though the gate is made for machines where something does: the load is printed beside each comparison.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { initialWeights } from "@linknet-kit/core";
import { buildNetwork } from "@linknet-kit/models";
import { writeOnnx } from "@linknet-kit/onnx";
import { allowedCores, compareArtifacts, findRuntime, runtimes } from "@linknet-kit/runtimes";

const { values } = parseArgs({
  options: {
    comparisons: { type: "string", default: "10" },
    runtime: { type: "string", default: "onnxruntime-node/cpu" },
    json: { type: "boolean", default: false },
  },
});
const runtime = findRuntime(values.runtime, runtimes);
/** The base's size, and what is put beside it; rows of LinkNet are worth the same wherever they are. */
const BASE = { width: 640, height: 320 };
const candidates = [
  { slowDown: 0, height: 320, wrong: "fail" },
  { slowDown: 0.05, height: 336, wrong: "pass" },
  { slowDown: 0.1, height: 352, wrong: "pass" },
];

const folder = await mkdtemp(join(tmpdir(), "real-runs-"));
try {
  const base = await artifactOf(BASE.height);
  const trials = [];
  for (let round = 0; round < Number(values.comparisons); round += 1) {
    for (const { slowDown, height } of candidates) trials.push(await trial(slowDown, base, await artifactOf(height)));
  }
  report(trials);
} finally {
  await rm(folder, { recursive: true });
}

/** @param {number} height */
async function artifactOf(height) {
  const graph = buildNetwork("linknet", { size: { width: BASE.width, height } });
  const path = join(folder, `${height}.onnx`);
  await writeOnnx({ graph, weights: initialWeights(0) }, path);
  return { path, inputs: graph.inputs, outputs: graph.outputs };
}

async function trial(slowDown, base, candidate) {
  const outcome = await compareArtifacts({ runtime, base, candidate, threads: allowedCores(), budgetSeconds: 120 });
  if (outcome.kind !== "answer") throw new Error(outcome.reason);
  const { verdict, ratio, floor, pairs } = outcome.answer.decision;
  const [load] = loadavg();
  const again = outcome.answer.unconfirmed === undefined ? "" : ", a first run failed";
  process.stderr.write(
    `${100 * slowDown} % slower: ${verdict}, x${ratio.toFixed(3)}, floor x${floor.toFixed(3)}, ${pairs} pairs, load ${load.toFixed(1)}${again}\n`,
  );
  return { slowDown, verdict, ratio, floor, pairs, load };
}

function report(trials) {
  const rows = candidates.map(({ slowDown, wrong }) => {
    const own = trials.filter((each) => each.slowDown === slowDown);
    const count = (verdict) => own.filter((each) => each.verdict === verdict).length;
    const pairs = own.reduce((sum, each) => sum + each.pairs, 0) / own.length;
    return {
      slowDown,
      pass: count("pass"),
      fail: count("fail"),
      inconclusive: count("inconclusive"),
      pairs,
      wrong: count(wrong),
    };
  });
  if (values.json) console.log(JSON.stringify({ runtime: values.runtime, trials, rows }, undefined, 2));
  else {
    for (const { slowDown, pass, fail, inconclusive, pairs } of rows) {
      console.log(
        `${100 * slowDown} % slower: ${pass} pass, ${fail} fail, ${inconclusive} inconclusive, ${pairs.toFixed(1)} pairs on average`,
      );
    }
  }
  process.exitCode = rows.every(({ wrong }) => wrong === 0) ? 0 : 1;
}
