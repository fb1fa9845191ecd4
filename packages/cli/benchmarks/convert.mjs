/**
 * Time and memory of `linknet convert` on a file of 46 MB, as large as ResNet-18: LinkNet at 224 x 224 as it is exported here. From the start of the
 * process to its end, with the comparison and the processes that it starts for that, whose memory is added up. Of Linux alone. After `pnpm build`:
 *   node packages/cli/benchmarks/convert.mjs [runs] [model.onnx]
 */
import { spawn } from "node:child_process";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const LIMITS = { seconds: 3, megabytes: 500 };
const command = fileURLToPath(new URL("../bin/linknet.js", import.meta.url));
const runs = Number(process.argv[2] ?? 5);
const folder = await mkdtemp(join(tmpdir(), "linknet-convert-"));

/** Megabytes in memory of a process and of all that it started, and of it alone. @param {number} pid */
async function residentMegabytes(pid) {
  const parents = new Map();
  const sizes = new Map();
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const status = await readFile(`/proc/${name}/status`, "utf8").catch(() => "");
    parents.set(Number(name), Number(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? 0));
    sizes.set(Number(name), Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024);
  }
  /** @param {number} each @returns {boolean} */
  const isOwn = (each) => each === pid || (parents.has(each) && each !== 0 && isOwn(parents.get(each)));
  const own = [...sizes.keys()].filter(isOwn);
  return { alone: sizes.get(pid) ?? 0, together: own.reduce((sum, each) => sum + sizes.get(each), 0) };
}

/** @param {readonly string[]} words */
async function runOnce(words) {
  const start = performance.now();
  const child = spawn(process.execPath, [command, ...words], { stdio: ["ignore", "ignore", "inherit"] });
  const closed = new Promise((resolve) => child.on("close", resolve));
  const state = { isOpen: true };
  const peak = { alone: 0, together: 0 };
  const watching = (async () => {
    while (state.isOpen) {
      const now = await residentMegabytes(child.pid ?? 0);
      peak.alone = Math.max(peak.alone, now.alone);
      peak.together = Math.max(peak.together, now.together);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  })();
  const code = await closed;
  const seconds = (performance.now() - start) / 1000;
  state.isOpen = false;
  await watching;
  if (code !== 0) throw new Error(`linknet ${words.join(" ")} ended with ${code}`);
  return { seconds, ...peak };
}

/** @param {readonly number[]} values */
function describe(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return `${sorted[sorted.length >> 1]?.toFixed(2)} (${sorted[0]?.toFixed(2)} to ${sorted.at(-1)?.toFixed(2)})`;
}

const given = process.argv[3];
if (given === undefined) await runOnce(["export", "linknet", "--size", "224x224", "-o", folder]);
const model = given ?? join(folder, "linknet-224x224.onnx");
const measured = [];
// The first round only warms the file cache.
for (let round = -1; round < runs; round += 1) {
  const run = await runOnce(["convert", model, "--to", "tfjs", "-o", join(folder, "converted")]);
  if (round >= 0) measured.push(run);
}
await rm(folder, { recursive: true });

console.log(
  `linknet convert ${given ?? "linknet-224x224.onnx"} --to tfjs, medians of ${runs} runs, Node ${process.version}`,
);
console.log(`  ${describe(measured.map(({ seconds }) => seconds))} s, limit ${LIMITS.seconds}`);
console.log(`  ${describe(measured.map(({ alone }) => alone))} MB, limit ${LIMITS.megabytes}`);
console.log(`  ${describe(measured.map(({ together }) => together))} MB with the processes that compare`);
