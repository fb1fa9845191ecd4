/**
 * How fast pairs of Cityscapes' size are scored with their instances, on one core, and whether memory stays the same over many pairs.
 *
 *   npx pnpm@10 build && node packages/metrics/benchmarks/cityscapes-pairs.mjs [--pairs 500] [--json]
 *
 * The least that it can take is reading the 8.4 MB of a pair once: `read` sums them, four bytes at a time, in the same way. Goals: under
 * 25 ms a pair, and no more memory after all pairs than after the first 50; the exit status is 1 where one is missed.
 * `scene` has 3,000 rectangles of labels, 5 % of which are predicted wrongly; `noise` has another label and instance at every pixel, the worst for
 * caches and branches. Numbers of a busy machine mean little: the load is printed beside them.
 */
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Evaluation, cityscapes } from "../dist/index.js";

const { values } = parseArgs({
  options: { pairs: { type: "string", default: "500" }, json: { type: "boolean", default: false } },
});
setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc");

const [WIDTH, HEIGHT] = [2048, 1024];
const SETTLED = 50;
const WARM_UP = 10;
const GOAL_MS = 25;
/** What a collector may leave lying about. */
const SLACK_BYTES = 2e6;
const LABELS = 34;

let state = 1;
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) | 0;
  return (state >>> 8) / 2 ** 24;
};
const anyBelow = (end) => Math.floor(random() * end);

const mapOf = (file, data) => ({ file, width: WIDTH, height: HEIGHT, data });
const emptyPair = () => ({
  truth: mapOf("truth", new Uint8Array(WIDTH * HEIGHT)),
  prediction: mapOf("prediction", new Uint8Array(WIDTH * HEIGHT)),
  instances: mapOf("instances", new Uint16Array(WIDTH * HEIGHT)),
});
const instanceOf = (label, number) => (label >= 24 ? 1000 * label + number : label);

function scene() {
  const pair = emptyPair();
  for (let shape = 0; shape < 3000; shape += 1) {
    const [left, top, width, height] = [anyBelow(WIDTH), anyBelow(HEIGHT), anyBelow(150), anyBelow(100)];
    const label = anyBelow(LABELS);
    for (let y = top; y < Math.min(HEIGHT, top + height); y += 1) {
      const [start, end] = [y * WIDTH + left, y * WIDTH + Math.min(WIDTH, left + width)];
      pair.truth.data.fill(label, start, end);
      pair.instances.data.fill(instanceOf(label, shape % 300), start, end);
    }
  }
  pair.prediction.data.set(pair.truth.data.map((label) => (random() < 0.05 ? anyBelow(LABELS) : label)));
  return pair;
}

function noise() {
  const pair = emptyPair();
  for (const map of [pair.truth, pair.prediction]) map.data.forEach((_, pixel) => (map.data[pixel] = anyBelow(LABELS)));
  pair.instances.data.set(Uint16Array.from(pair.truth.data, (label) => instanceOf(label, anyBelow(1000))));
  return pair;
}

function read({ truth, prediction, instances }) {
  let sum = 0;
  for (const { data } of [truth, prediction, instances]) {
    const words = new Int32Array(data.buffer);
    for (let word = 0; word < words.length; word += 1) sum = (sum + words[word]) | 0;
  }
  return sum;
}

function timed(run) {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function bytesInUse() {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function measure(name, pair, pairs) {
  const evaluation = new Evaluation(cityscapes);
  const samples = [];
  let settled = 0;
  for (let each = 0; each < pairs; each += 1) {
    samples.push(timed(() => evaluation.add(pair)));
    if (each === SETTLED) settled = bytesInUse();
  }
  const grownBytes = bytesInUse() - settled;
  const floor = Array.from({ length: 31 }, () => timed(() => read(pair))).slice(WARM_UP);
  const of = (sorted, share) => sorted.toSorted((a, b) => a - b)[Math.floor(share * (sorted.length - 1))];
  return {
    name,
    pairs,
    medianMs: of(samples, 0.5),
    p95Ms: of(samples, 0.95),
    readMs: of(floor, 0.5),
    grownBytes,
    meanIou: evaluation.scores().meanIou,
  };
}

const pairs = Math.max(SETTLED + 1, Number(values.pairs));
const results = [measure("scene", scene(), pairs), measure("noise", noise(), pairs)];
if (values.json) console.log(JSON.stringify({ load: loadavg(), results }, undefined, 2));
else {
  console.log(`load ${loadavg()[0].toFixed(1)}, times of the processor`);
  for (const { name, medianMs, p95Ms, readMs, grownBytes } of results)
    console.log(
      `${name}: median ${medianMs.toFixed(1)} ms, 95 % below ${p95Ms.toFixed(1)} ms, read ${readMs.toFixed(1)} ms, ` +
        `memory grew by ${(grownBytes / 1e6).toFixed(1)} MB over ${pairs} pairs`,
    );
}
if (results.some(({ medianMs, grownBytes }) => medianMs >= GOAL_MS || grownBytes > SLACK_BYTES)) process.exitCode = 1;
