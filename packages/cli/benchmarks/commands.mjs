/**
 * Time and memory of whole commands, from the start of the process to its end. Run after `pnpm build`:
 *   node packages/cli/benchmarks/commands.mjs [runs]
 */
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { GraphBuilder, add, batchNorm, conv2d, float32, initialWeights, relu } from "@linknet-kit/core";
import { writeOnnx } from "@linknet-kit/onnx";

const command = fileURLToPath(new URL("../bin/linknet.js", import.meta.url));
const runs = Number(process.argv[2] ?? 9);
const folder = await mkdtemp(join(tmpdir(), "linknet-commands-"));

/** Writes the largest resident set, in kilobytes, to the third pipe when the process ends. */
const reportMemory =
  'data:text/javascript,import fs from "node:fs";process.on("exit",()=>fs.writeSync(3,String(process.resourceUsage().maxRSS)))';

/** What product users wait for most, with the limits that the project holds itself to. */
const subjects = [
  { line: "count linknet --size 640x360", seconds: 0.5, megabytes: 150 },
  { line: "count segnet --size 1920x1080 --per-layer --json", seconds: 0.5, megabytes: 150 },
  { line: `export linknet --size 640x360 -o ${folder}`, seconds: 1.5, megabytes: 450 },
  { line: `export linknet --size 640x360 --to tfjs -o ${folder}/tfjs`, seconds: 1.5, megabytes: 450 },
  { line: `count ${folder}/linknet-640x360.onnx`, seconds: 0.5, megabytes: 150 },
  { line: `count ${await chainOf(1000)}`, seconds: 0.7, megabytes: 150 },
  { line: `simplify ${await chainOf(1000)} --force`, seconds: 3, megabytes: 250 },
];

/** A file of residual blocks with as many nodes. @param {number} nodes */
async function chainOf(nodes) {
  const builder = new GraphBuilder("chain");
  const convolution = conv2d({ filters: 4, kernel: 3, padding: 1, bias: false });
  let y = builder.input("x", float32(1, 4, 16, 16));
  for (let block = 0; block < nodes / 4; block += 1) {
    const x = y;
    y = builder.scope(`block${block}`, () => add()(x, relu()(batchNorm()(convolution(x)))));
  }
  const path = join(folder, `chain-${nodes}.onnx`);
  await writeOnnx({ graph: builder.build({ y }), weights: initialWeights(0) }, path);
  return path;
}

/** @param {string} line */
async function runOnce(line) {
  const start = performance.now();
  const child = spawn(process.execPath, ["--import", reportMemory, command, ...line.split(" ")], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  let kilobytes = "";
  child.stdio[3]?.on("data", (chunk) => (kilobytes += chunk));
  const code = await new Promise((resolve) => child.on("close", resolve));
  if (code !== 0) throw new Error(`linknet ${line} ended with ${code}`);
  return { seconds: (performance.now() - start) / 1000, megabytes: Number(kilobytes) / 1024 };
}

/** @param {readonly number[]} values */
function describe(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, middle, high] = [sorted[0], sorted[sorted.length >> 1], sorted.at(-1)];
  return `${middle?.toFixed(2)} (${low?.toFixed(2)} to ${high?.toFixed(2)})`;
}

/** @type {{ seconds: number[], megabytes: number[] }[]} */
const measured = subjects.map(() => ({ seconds: [], megabytes: [] }));
// In turn, so that a neighbour's load falls on all of them; the first round only warms the file cache.
for (let round = -1; round < runs; round += 1) {
  for (const [index, { line }] of subjects.entries()) {
    const { seconds, megabytes } = await runOnce(line);
    if (round < 0) continue;
    measured[index]?.seconds.push(seconds);
    measured[index]?.megabytes.push(megabytes);
  }
}
await rm(folder, { recursive: true });

console.log(`medians (smallest to largest) of ${runs} runs, Node ${process.version}`);
for (const [index, { line, seconds, megabytes }] of subjects.entries()) {
  const { seconds: times, megabytes: sizes } = measured[index] ?? { seconds: [], megabytes: [] };
  const shown = line.replaceAll(folder, "DIR");
  console.log(
    `linknet ${shown}\n  ${describe(times)} s, limit ${seconds}\n  ${describe(sizes)} MB, limit ${megabytes}`,
  );
}
