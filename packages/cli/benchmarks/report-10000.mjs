/**
 * Time and memory of `linknet report` over 10,000 made-up results of several machines, from the start of the process to its end. Run after
 * `pnpm build`:
 *   node packages/cli/benchmarks/report-10000.mjs [runs] [folder to keep the files in]
 */
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** What a reader waits for at most. */
const LIMIT_SECONDS = 5;
const SAMPLES = 50;

const command = fileURLToPath(new URL("../bin/linknet.js", import.meta.url));
const runs = Number(process.argv[2] ?? 5);
const kept = process.argv[3];
const folder = kept ?? (await mkdtemp(join(tmpdir(), "linknet-report-")));
const results = join(folder, "results");
await mkdir(results, { recursive: true });

const networks = ["segnet", "enet", "linknet", "linknet-b", "unet"];
const sizes = [160, 320, 480, 640, 800, 960, 1280, 1600, 1920, 2048].map((width) => ({
  width,
  height: (width * 9) / 16,
}));
const runtimes = ["onnxruntime-node/cpu", "onnxruntime-web/wasm", "tfjs/wasm", "tfjs/webgpu", "onnxruntime-node/cuda"];
const threads = [1, 2, 4, 8];
/** Each measured on two days: 5 x 2 x (5 x 10 x 5 x 4) = 10,000. */
const machines = ["Alpha 1", "Beta 2", "Gamma 3", "Delta 4", "Epsilon 5"];

let state = 1;
function uniform() {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 2 ** 32;
}

/** @param {number} medianMs */
function latencyAround(medianMs) {
  const samplesMs = Array.from({ length: SAMPLES }, () => Number((medianMs * (0.95 + 0.1 * uniform())).toFixed(6)));
  return { samplesMs, medianMs, meanMs: medianMs, ciLowMs: medianMs * 0.98, ciHighMs: medianMs * 1.02 };
}

/** @param {string} model @param {number} speed @param {string} day */
function fileOf(model, speed, day) {
  const cells = networks.flatMap((network, index) =>
    sizes.flatMap((size) =>
      runtimes.flatMap((runtime, slowness) =>
        threads.map((count) => {
          const pixels = size.width * size.height;
          const medianMs = ((pixels / 5000) * (index + 1) * (slowness + 1)) / Math.sqrt(count) / speed;
          const status = uniform() < 0.02 ? "failed" : uniform() < 0.05 ? "noisy" : "valid";
          return {
            network,
            size,
            batch: 1,
            dtype: "fp32",
            runtime,
            device: model,
            threads: count,
            status,
            timedRegion: "host",
            warmupRuns: 3,
            firstRunMs: 2 * medianMs,
            peakRssMB: 300 + pixels / 5000,
            load: { runtimeMs: 80, sessionMs: 120, artifactBytes: 40_000_000, artifactSha256: "0".repeat(64) },
            ...(status === "failed"
              ? { reason: "The runtime ended with signal 11." }
              : { latency: latencyAround(medianMs) }),
            ...(status === "noisy" ? { reason: "The 95 % interval is wider than ±5 % of the median." } : {}),
            outputCheck: { passed: true, reference: "the evaluator", relativeError: 1e-6, tolerance: 1e-4 },
          };
        }),
      ),
    ),
  );
  return {
    schemaVersion: 1,
    createdAt: `${day}T10:00:00.000Z`,
    gitRevision: "0123456789".repeat(4),
    environment: {
      cpu: { model, logicalCores: 8, allowedCores: 8 },
      memoryMB: 32_768,
      loadAverage: [0.1, 0.2, 0.3],
      os: "a system",
      kernel: "1",
      architecture: "x64",
      gpus: [],
      node: "20.19.0",
      runtimes: Object.fromEntries(runtimes.map((runtime) => [runtime, "1.0.0"])),
    },
    suite: { name: "large", cells: cells.length },
    counts: networks.flatMap((network, index) =>
      sizes.map((size) => {
        const useful = ((index + 1) * size.width * size.height) / 20_000;
        return {
          network,
          size,
          classes: 20,
          parameters: 1e6,
          macs: Math.round(useful * 5e8),
          gflops: { useful, dense: useful, paper: useful },
          weightMB: { fp32: 4, fp16: 2 },
          activationPeakMB: 50,
          trafficMB: (size.width * size.height) / 500,
        };
      }),
    ),
    roofs: runtimes.flatMap((runtime) =>
      threads.map((count) => ({
        runtime,
        device: model,
        threads: count,
        gflops: 50 * count,
        gigabytesPerSecond: 10 + count,
      })),
    ),
    results: cells,
  };
}

let written = 0;
let amount = 0;
for (const [index, model] of machines.entries()) {
  for (const day of ["2026-11-01", "2026-11-08"]) {
    const file = fileOf(model, index + 1, day);
    const text = JSON.stringify(file);
    amount += file.results.length;
    written += text.length;
    await writeFile(join(results, `${day}-${index}.json`), text);
  }
}

/** Writes the largest resident set, in kilobytes, to the third pipe when the process ends. */
const reportMemory =
  'data:text/javascript,import fs from "node:fs";process.on("exit",()=>fs.writeSync(3,String(process.resourceUsage().maxRSS)))';

/** @param {string} formats */
async function runOnce(formats) {
  const start = performance.now();
  const output = join(folder, "report");
  const args = ["--import", reportMemory, command, "report", results, "--format", formats, "-o", output];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit", "pipe"] });
  let kilobytes = "";
  child.stdio[3]?.on("data", (chunk) => (kilobytes += chunk));
  const code = await new Promise((resolve) => child.on("close", resolve));
  if (code !== 0) throw new Error(`linknet report ended with ${code}`);
  return { seconds: (performance.now() - start) / 1000, megabytes: Number(kilobytes) / 1024 };
}

/** @param {readonly number[]} values */
function describe(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, middle, high] = [sorted[0], sorted[sorted.length >> 1], sorted.at(-1)];
  return `${middle?.toFixed(2)} (${low?.toFixed(2)} to ${high?.toFixed(2)})`;
}

console.log(
  `${amount} results in ${machines.length * 2} files of ${(written / 1e6).toFixed(1)} MB; ${runs} runs, Node ${process.version}`,
);
for (const { formats, files } of [
  { formats: "html,markdown", files: ["report.html", "report.md"] },
  { formats: "csv,jsonl", files: ["results.csv", "results.jsonl"] },
]) {
  const measured = [];
  for (let run = 0; run < runs; run += 1) measured.push(await runOnce(formats));
  console.log(`linknet report results --format ${formats}`);
  console.log(`  ${describe(measured.map(({ seconds }) => seconds))} s, limit ${LIMIT_SECONDS}`);
  console.log(`  ${describe(measured.map(({ megabytes }) => megabytes))} MB of memory at most`);
  for (const file of files) {
    const { size } = await stat(join(folder, "report", file));
    console.log(`  ${file}: ${(size / 1e6).toFixed(1)} MB`);
  }
}
if (kept === undefined) await rm(folder, { recursive: true });
