/**
 * LinkNet at 640x360 from an image to a label map in ONNX Runtime, in turn in one process. Run after `pnpm build`:
 *   node packages/cli/benchmarks/labels.mjs [rounds] [threads] [node|web]
 *
 * - by pixel, by class: the exported logits and an arg-max in JavaScript, which goes through the classes of each pixel, or through each class
 *   of all pixels;
 * - plain: ArgMax and Cast behind the logits in the file;
 * - labels: what `linknet export --output labels` writes.
 *
 * Sessions take turns in an order that changes every round, and their threads do not spin between runs. It says how many labels differ.
 */
import { createRequire } from "node:module";
import {
  elementCount,
  foldIntoConvolutions,
  initialWeights,
  labelRewrites,
  labelsOut,
  rewriteModel,
} from "@linknet-kit/core";
import { buildNetwork } from "@linknet-kit/models";
import { encodeOnnx } from "@linknet-kit/onnx";
import { findTarget } from "@linknet-kit/artifacts";

const rounds = Number(process.argv[2] ?? 40);
const threads = Number(process.argv[3] ?? 2);
const isWeb = process.argv[4] === "web";
const WARM_UP = 3;
const runtimes = createRequire(new URL("../../runtimes/package.json", import.meta.url));
/** @type {typeof import("onnxruntime-node")} */
const { InferenceSession, Tensor, env } = runtimes(isWeb ? "onnxruntime-web" : "onnxruntime-node");
if (isWeb) env.wasm.numThreads = threads;

const logits = { graph: buildNetwork("linknet", { size: { width: 640, height: 360 } }), weights: initialWeights(0) };
const { labels } = findTarget(isWeb ? "onnxruntime-web" : "onnxruntime");
if (labels === undefined) throw new Error("the target gives no labels");

/** @typedef {{ readonly data: Float32Array, readonly dims: readonly number[] }} Numbers */

/** @param {Numbers} numbers */
function byPixel({ data, dims }) {
  const [, classes = 1, height = 1, width = 1] = dims;
  const pixels = height * width;
  const found = new Uint8Array(pixels);
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    let [best, largest] = [0, data[pixel] ?? 0];
    for (let label = 1; label < classes; label += 1) {
      const value = data[label * pixels + pixel] ?? 0;
      if (value > largest) {
        best = label;
        largest = value;
      }
    }
    found[pixel] = best;
  }
  return found;
}

/** @param {Numbers} numbers */
function byClass({ data, dims }) {
  const [, classes = 1, height = 1, width = 1] = dims;
  const pixels = height * width;
  const largest = data.slice(0, pixels);
  const found = new Uint8Array(pixels);
  for (let label = 1; label < classes; label += 1) {
    const first = label * pixels;
    for (let pixel = 0; pixel < pixels; pixel += 1) {
      const value = data[first + pixel] ?? 0;
      if (value > (largest[pixel] ?? 0)) {
        largest[pixel] = value;
        found[pixel] = label;
      }
    }
  }
  return found;
}

/** @param {{ readonly data: Uint8Array }} map */
const asIs = ({ data }) => data;

const subjects = await Promise.all(
  [
    { name: "by pixel", model: logits, finish: byPixel },
    { name: "by class", model: logits, finish: byClass },
    { name: "plain", model: labelsOut(labels).run(logits), finish: asIs },
    { name: "labels", model: rewriteModel(logits, labelRewrites(labels)), finish: asIs },
  ].map(async ({ name, model, finish }) => {
    const extra = { session: { intra_op: { allow_spinning: "0" } } };
    const session = await InferenceSession.create(encodeOnnx(foldIntoConvolutions.run(model)), {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionProviders: [isWeb ? "wasm" : "cpu"],
      extra,
    });
    return { name, session, finish };
  }),
);

const [input] = logits.graph.inputs;
if (input === undefined) throw new Error("the network has no input");
/** @type {number[][]} */
const samples = subjects.map(() => []);
const differing = subjects.map(() => 0);
for (let round = -WARM_UP; round < rounds; round += 1) {
  const image = Float32Array.from({ length: elementCount(input.type) }, () => Math.random());
  const feeds = { [input.name]: new Tensor("float32", image, [...input.type.shape]) };
  /** @type {Uint8Array[]} */
  const maps = [];
  const order = subjects.map((subject, index) => ({ ...subject, index, place: Math.random() }));
  for (const { session, finish, index } of order.toSorted((a, b) => a.place - b.place)) {
    const start = performance.now();
    const [output] = Object.values(await session.run(feeds));
    maps[index] = finish(output);
    if (round >= 0) samples[index]?.push(performance.now() - start);
  }
  const [expected] = maps;
  for (const [index, map] of maps.entries()) {
    differing[index] += map.reduce((count, label, pixel) => count + (label === expected?.[pixel] ? 0 : 1), 0);
  }
}

/** @param {readonly number[]} values */
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
console.log(
  `medians of ${rounds} rounds, ${threads} threads, ${isWeb ? "onnxruntime-web/wasm" : "onnxruntime-node/cpu"}`,
);
for (const [index, { name }] of subjects.entries()) {
  const times = samples[index] ?? [];
  const ratios = times.map((ms, round) => ms / (samples.at(-1)?.[round] ?? Number.NaN));
  const figures = [
    `${median(times).toFixed(1).padStart(7)} ms`,
    `${median(ratios).toFixed(2)} of labels`,
    `${differing[index]} labels differ`,
  ];
  console.log(`${name.padEnd(9)} ${figures.join("  ")}`);
}
