/**
 * LinkNet at 640x360 in ONNX Runtime, beside its limit: three sessions in turn in one process. Run after `pnpm build`:
 *   node packages/cli/benchmarks/linknet-onnxruntime.mjs [rounds] [threads]
 *
 * - as exported: what `linknet export` writes;
 * - folded: with batch norms folded into convolutions, the form in which PyTorch's exporter writes the same network;
 * - matrix product: a 1x1 convolution of 1,024 channels, which is nothing but a matrix product.
 *
 * Sessions take turns in an order that changes every round, and their threads do not spin between runs: otherwise each would run
 * beside the spinning threads of the one before, which alone made a tenth of a difference between equal files.
 */
import {
  buildGraph,
  conv2d,
  countCost,
  elementCount,
  float32,
  foldIntoConvolutions,
  initialWeights,
} from "@linknet-kit/core";
import { buildNetwork } from "@linknet-kit/models";
import { encodeOnnx } from "@linknet-kit/onnx";
import { InferenceSession, Tensor } from "onnxruntime-node";

const rounds = Number(process.argv[2] ?? 40);
const threads = Number(process.argv[3] ?? 2);
const WARM_UP = 5;

const weights = initialWeights(0);
const linknet = { graph: buildNetwork("linknet", { size: { width: 640, height: 360 } }), weights };
const image = { name: "image", type: float32(1, 1024, 32, 32) };
const product = { graph: buildGraph("product", image, conv2d({ filters: 1024, kernel: 1 }), "y"), weights };

const subjects = await Promise.all(
  [
    { name: "as exported", model: linknet },
    { name: "folded", model: foldIntoConvolutions.run(linknet) },
    { name: "matrix product", model: product },
  ].map(async ({ name, model }) => {
    const extra = { session: { intra_op: { allow_spinning: "0" } } };
    const options = { intraOpNumThreads: threads, interOpNumThreads: 1, extra };
    const session = await InferenceSession.create(encodeOnnx(model), options);
    const { name: input, type } = model.graph.inputs[0] ?? image;
    const feed = new Tensor("float32", new Float32Array(elementCount(type)).fill(0.5), [...type.shape]);
    return { name, session, feeds: { [input]: feed }, gflop: (2 * countCost(model.graph).macs) / 1e9 };
  }),
);

/** @type {number[][]} */
const samples = subjects.map(() => []);
for (let round = -WARM_UP; round < rounds; round += 1) {
  const order = subjects.map((subject, index) => ({ ...subject, index, place: Math.random() }));
  for (const { session, feeds, index } of order.toSorted((a, b) => a.place - b.place)) {
    const start = performance.now();
    await session.run(feeds);
    if (round >= 0) samples[index]?.push(performance.now() - start);
  }
}

/** @param {readonly number[]} values */
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const medians = samples.map(median);
console.log(`medians of ${rounds} rounds, ${threads} threads`);
for (const [index, { name, gflop }] of subjects.entries()) {
  const ms = medians[index] ?? Number.NaN;
  console.log(
    `${name.padEnd(15)} ${ms.toFixed(1).padStart(7)} ms  ${((gflop / ms) * 1000).toFixed(0).padStart(4)} GFLOP/s`,
  );
}
const ratios = (samples[0] ?? []).map((ms, round) => ms / (samples[1]?.[round] ?? Number.NaN));
console.log(`as exported / folded, round by round: median ${median(ratios).toFixed(3)}`);
