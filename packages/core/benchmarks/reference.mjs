/**
 * How fast the reference is, against another revision of it: one op of each family, then whole networks, each by both in turn. Both must
 * give the same bits, or the exit status is 1.
 *
 *   git worktree add ../before REVISION; cd ../before; npx pnpm@10 install; npx pnpm@10 build; cd -; npx pnpm@10 build
 *   node packages/core/benchmarks/reference.mjs --before ../before [--rounds 11] [--only depthwise] [--json]
 *
 * Goals: depthwise at least 3 times as fast as at 84a46f7, nothing slower than there. Times are the processor's, which
 * neighbours disturb less than a clock's. Small ops are repeated to some ten milliseconds, and the ratio is the median of the rounds' ratios.
 * Where the system is slow to give memory (glibc's MALLOC_MMAP_THRESHOLD_ and MALLOC_TRIM_THRESHOLD_ set high keep it), small ops show that.
 */
import { createRequire } from "node:module";
import { cpus, loadavg } from "node:os";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const { values } = parseArgs({
  options: {
    before: { type: "string" },
    rounds: { type: "string", default: "11" },
    only: { type: "string", default: "" },
    json: { type: "boolean", default: false },
  },
});
if (values.before === undefined) throw new Error("--before: where another revision is checked out and built");

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc");

/** Time that a sample takes at least. */
const SAMPLE_MS = 15;
const WARM_UP = 5;

const revisions = [
  await load(resolve(values.before), "before"),
  await load(resolve(import.meta.dirname, "../../.."), "after"),
];

const image = (...shape) => ({ name: "x", type: { dtype: "float32", shape } });
const NORMAL = { kind: "normal", deviation: 1 };
const border = { top: 1, left: 1, bottom: 1, right: 1 };
const cases = {
  "conv2d 3x3, 64 of 64": ({ conv2d }) => [image(1, 64, 45, 80), conv2d({ filters: 64, kernel: 3, padding: 1 })],
  "conv2d 1x1, 128 of 512": ({ conv2d }) => [image(1, 512, 12, 20), conv2d({ filters: 128, kernel: 1 })],
  "conv2d 3x3, 512 of 512": ({ conv2d }) => [image(1, 512, 6, 10), conv2d({ filters: 512, kernel: 3, padding: 1 })],
  "conv2d 7x7, 64 of 3, stride 2": ({ conv2d }) => [
    image(1, 3, 90, 160),
    conv2d({ filters: 64, kernel: 7, stride: 2, padding: 3 }),
  ],
  "conv2d depthwise 3x3": ({ conv2d }) => [
    image(1, 96, 112, 112),
    conv2d({ filters: 96, kernel: 3, padding: 1, groups: 96 }),
  ],
  "conv2d depthwise 5x5, stride 2": ({ conv2d }) => [
    image(1, 96, 56, 56),
    conv2d({ filters: 96, kernel: 5, stride: 2, padding: 2, groups: 96 }),
  ],
  "conv2d grouped, 4 of 4 each": ({ conv2d }) => [
    image(1, 128, 28, 28),
    conv2d({ filters: 128, kernel: 3, padding: 1, groups: 32 }),
  ],
  "conv2d one filter": ({ conv2d }) => [image(1, 64, 90, 160), conv2d({ filters: 1, kernel: 3, padding: 1 })],
  "conv2d 1x1, one filter, small": ({ conv2d }) => [image(1, 512, 6, 10), conv2d({ filters: 1, kernel: 1 })],
  "conv2d 3x3, two filters, small": ({ conv2d }) => [
    image(1, 512, 6, 10),
    conv2d({ filters: 2, kernel: 3, padding: 1 }),
  ],
  "conv2d on one pixel": ({ conv2d }) => [image(1, 2048, 1, 1), conv2d({ filters: 1000, kernel: 1 })],
  "convTranspose2d 3x3, stride 2": ({ convTranspose2d }) => [
    image(1, 64, 22, 40),
    convTranspose2d({ filters: 64, kernel: 3, stride: 2, padding: border, outputPadding: 1 }),
  ],
  "convTranspose2d depthwise": ({ convTranspose2d }) => [
    image(1, 96, 56, 56),
    convTranspose2d({ filters: 96, kernel: 4, stride: 2, padding: border, groups: 96 }),
  ],
  batchNorm: ({ batchNorm }) => [image(1, 64, 90, 160), batchNorm()],
  relu: ({ relu }) => [image(1, 64, 90, 160), relu()],
  sign: ({ sign }) => [image(1, 64, 90, 160), sign()],
  prelu: ({ prelu }) => [image(1, 64, 90, 160), prelu()],
  "add, equal shapes": ({ add }) => [image(1, 64, 90, 160), (x) => add()(x, x)],
  "mul, one a channel": ({ mul }) => [
    image(1, 64, 90, 160),
    (x) => mul()(x, x.builder.parameter("factor", { type: { dtype: "float32", shape: [64, 1, 1] }, initial: NORMAL })),
  ],
  "sub, a scalar": ({ sub }) => [
    image(1, 64, 90, 160),
    (x) => sub()(x, x.builder.parameter("offset", { type: { dtype: "float32", shape: [] }, initial: NORMAL })),
  ],
  "add, rows to columns": ({ add }) => [
    image(1, 1, 960, 1),
    (x) => add()(x, x.builder.parameter("row", { type: { dtype: "float32", shape: [960] }, initial: NORMAL })),
  ],
  "maxPool2d, indices unread": ({ maxPool2d }) => [
    image(1, 64, 90, 160),
    maxPool2d({ kernel: 3, stride: 2, padding: 1 }),
  ],
  "maxPool2d and maxUnpool2d": ({ maxPool2dWithIndices, maxUnpool2d }) => [
    image(1, 64, 90, 160),
    (x) => {
      const { y, indices } = maxPool2dWithIndices({ kernel: 2, stride: 2 })(x);
      return maxUnpool2d({ kernel: 2, stride: 2, size: [90, 160] })(y, indices);
    },
  ],
  "pad by 1": ({ pad }) => [image(1, 64, 90, 160), pad({ before: [0, 0, 1, 1], after: [0, 0, 1, 1] })],
  "slice, cropped": ({ slice }) => [
    image(1, 64, 90, 160),
    slice({ start: [0, 0, 1, 1], end: [1, 64, 89, 159], step: [1, 1, 1, 1] }),
  ],
  "slice, every second": ({ slice }) => [
    image(1, 64, 90, 160),
    slice({ start: [0, 0, 0, 0], end: [1, 64, 90, 160], step: [1, 1, 2, 2] }),
  ],
  "concat, channels": ({ concat }) => [image(1, 64, 90, 160), (x) => concat()(x, x)],
  "concat, columns": ({ concat }) => [image(1, 64, 90, 160), (x) => concat({ axis: 3 })(x, x)],
  "transpose, channels last": ({ transpose }) => [image(1, 64, 90, 160), transpose({ order: [0, 2, 3, 1] })],
  "transpose, 3 channels last": ({ transpose }) => [image(1, 3, 360, 640), transpose({ order: [0, 2, 3, 1] })],
  "transpose, channels first": ({ transpose }) => [image(1, 90, 160, 64), transpose({ order: [0, 3, 1, 2] })],
  "transpose, a matrix": ({ transpose }) => [image(1000, 1000), transpose({ order: [1, 0] })],
  depthToSpace: ({ depthToSpace }) => [image(1, 64, 90, 160), depthToSpace({ block: 2 })],
  spaceToDepth: ({ spaceToDepth }) => [image(1, 64, 90, 160), spaceToDepth({ block: 2 })],
  "reshape, twice": ({ reshape }) => [
    image(1, 64, 90, 160),
    (x) => reshape({ shape: [1, 64, 90, 160] })(reshape({ shape: [90, 160, 64] })(x)),
  ],
};
const networks = {
  "LinkNet 320x180": (build) => build("linknet", { size: { width: 320, height: 180 } }),
  "ENet 256x128": (build) => build("enet", { size: { width: 256, height: 128 } }),
};
const rows = [];
for (const [name, make] of Object.entries(cases)) {
  measure(name, ({ core }) => {
    const [input, layer] = make(core);
    return core.buildGraph("case", input, layer, "y");
  });
}
for (const [name, make] of Object.entries(networks)) measure(name, ({ buildNetwork }) => make(buildNetwork));
report();

/** What one revision, built, exports. */
async function load(checkout, name) {
  const module = (path) => import(pathToFileURL(resolve(checkout, path)).href);
  const { buildNetwork } = await module("packages/models/dist/index.js");
  const core = createRequire(resolve(checkout, "packages/models/package.json")).resolve("@linknet-kit/core");
  return { name, core: await module(core), buildNetwork };
}

/** Both revisions in turn, after they have shown that they give the same. */
function measure(name, build) {
  if (!name.toLowerCase().includes(values.only.toLowerCase())) return;
  const runs = revisions.map((revision) => prepare(revision, build(revision)));
  const [before, after] = runs.map((run) => Object.values(run()));
  const same = before.every(({ data }, index) => Buffer.compare(bytesOf(data), bytesOf(after[index].data)) === 0);
  const repeats = runs.map((run) => Math.max(1, Math.ceil(SAMPLE_MS / Math.max(0.01, timeOf(run, 1)))));
  const count = Math.max(...repeats);
  const samples = runs.map(() => []);
  for (let round = -WARM_UP; round < Number(values.rounds); round += 1) {
    // Whichever goes first finds the memory that the other left.
    const order = round % 2 === 0 ? [0, 1] : [1, 0];
    for (const index of order) {
      const elapsed = timeOf(runs[index], count);
      if (round >= 0) samples[index].push(elapsed);
    }
  }
  const ratio = median(samples[0].map((ms, round) => ms / samples[1][round]));
  rows.push({ name, beforeMs: median(samples[0]), afterMs: median(samples[1]), ratio, same });
  process.stderr.write(`${name}\n`);
}

function prepare({ core }, graph) {
  const weights = core.scrambledWeights(graph, 1);
  // Drawn once: what is measured is the ops.
  const drawn = new Map(graph.parameters.map((parameter) => [parameter.name, weights.get(parameter)]));
  const model = { graph, weights: { get: ({ name }) => drawn.get(name) } };
  const inputs = Object.fromEntries(graph.inputs.map(({ name, type }) => [name, noise(core.floatTensor(type.shape))]));
  return () => core.evaluate(model, inputs);
}

/** Milliseconds of processor time a run. What runs before left is collected first, so that nobody pays for another's memory. */
function timeOf(run, count) {
  let microseconds = 0;
  for (let each = 0; each < count; each += 1) {
    collectGarbage();
    const start = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(start);
    microseconds += user + system;
  }
  return microseconds / 1000 / count;
}

function report() {
  if (rows.some(({ same }) => !same)) process.exitCode = 1;
  const machine = `${cpus().length} x ${cpus()[0].model}, Node ${process.version}, load ${loadavg()[0].toFixed(1)}`;
  if (values.json) return console.log(JSON.stringify({ machine, rounds: Number(values.rounds), rows }, undefined, 2));
  console.log(`${machine}, ${values.rounds} rounds, milliseconds of processor time a run`);
  console.log(`${"".padEnd(32)}${"before".padStart(10)}${"after".padStart(10)}${"ratio".padStart(8)}`);
  for (const { name, beforeMs, afterMs, ratio, same } of rows) {
    const times = `${beforeMs.toFixed(2).padStart(10)}${afterMs.toFixed(2).padStart(10)}${ratio.toFixed(2).padStart(8)}`;
    console.log(`${name.padEnd(32)}${times}${same ? "" : "   DIFFERS"}`);
  }
}

function bytesOf({ buffer, byteOffset, byteLength }) {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Between -1 and 1, the same every time. */
function noise(tensor) {
  for (let index = 0; index < tensor.data.length; index += 1) {
    const texture = Math.sin((index % 1e6) * 12.9898 + index / 1e6) * 43758.5453;
    tensor.data[index] = 2 * (texture - Math.floor(texture)) - 1;
  }
  return tensor;
}

function median(samples) {
  const sorted = samples.toSorted((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
}
