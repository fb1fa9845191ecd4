/**
 * What gradients cost in ONNX Runtime, beside the forward pass. Run after `pnpm build`:
 *   node packages/cli/benchmarks/gradients.mjs [rounds] [threads] [width height]
 *
 * For convolutions of LinkNet: the forward pass, the gradient of the image, that of the weight as it is built (a product of matrices for
 * each tap of the kernel), and that of the weight as one convolution whose kernel is the gradient of the result. Then LinkNet: the forward
 * pass with batch norms of running statistics, and a whole step of training, which begins with one by statistics of the batch.
 * Times are medians, in milliseconds; the sessions of a row take turns.
 */
import {
  GraphBuilder,
  convOp,
  differentiate,
  elementCount,
  float32,
  givenWeights,
  initialWeights,
  mulOp,
  reduceSumOp,
  trainingStep,
} from "@linknet-kit/core";
import { buildNetwork } from "@linknet-kit/models";
import { encodeOnnx } from "@linknet-kit/onnx";
import { InferenceSession, Tensor } from "onnxruntime-node";

const rounds = Number(process.argv[2] ?? 15);
const threads = Number(process.argv[3] ?? 2);
const size = { width: Number(process.argv[4] ?? 640), height: Number(process.argv[5] ?? 360) };
const WARM_UP = 3;

/** @typedef {import("@linknet-kit/core").Model} Model */

const none = givenWeights(new Map());

/** @param {Model} model */
async function sessionOf(model) {
  const extra = { session: { intra_op: { allow_spinning: "0" } } };
  const options = { intraOpNumThreads: threads, interOpNumThreads: 1, extra };
  const session = await InferenceSession.create(encodeOnnx(model), options);
  const feeds = Object.fromEntries(
    model.graph.inputs.map(({ name, type }) => {
      const values =
        type.dtype === "int64"
          ? BigInt64Array.from({ length: elementCount(type) }, (_, index) => BigInt(index % 20))
          : Float32Array.from({ length: elementCount(type) }, (_, index) => 1 + Math.sin(index * 1.7) / 2);
      return [name, new Tensor(type.dtype, values, [...type.shape])];
    }),
  );
  return () => session.run(feeds);
}

/** Medians of runs in turn. @param {readonly Model[]} models */
async function timesOf(models) {
  const runs = await Promise.all(models.map(sessionOf));
  /** @type {number[][]} */
  const samples = runs.map(() => []);
  for (let round = -WARM_UP; round < rounds; round += 1) {
    for (const [index, run] of runs.entries()) {
      const start = performance.now();
      await run();
      if (round >= 0) samples[index]?.push(performance.now() - start);
    }
  }
  return samples.map((each) => each.toSorted((a, b) => a - b)[Math.floor(each.length / 2)] ?? Number.NaN);
}

/** @param {{ channels: number, filters: number, kernel: number, stride: number, sides: readonly [number, number] }} layer */
function convolutionModels({ channels, filters, kernel, stride, sides }) {
  const padding = Math.floor(kernel / 2);
  const window = { stride, padding };
  const types = { x: float32(1, channels, ...sides), weight: float32(filters, channels, kernel, kernel) };
  const forward = new GraphBuilder("forward");
  const y = forward.apply(
    convOp,
    { x: forward.input("x", types.x), weight: forward.input("weight", types.weight) },
    window,
  ).y;
  /** @param {"x" | "weight"} name */
  const gradientBy = (name) => {
    const builder = new GraphBuilder("loss");
    const inputs = { x: builder.input("x", types.x), weight: builder.input("weight", types.weight) };
    const result = builder.apply(convOp, inputs, window).y;
    const weighed = builder.apply(mulOp, { a: result, b: builder.input("dy", result.type) }, {}).y;
    const loss = builder.apply(reduceSumOp, { x: weighed }, { axes: [0, 1, 2, 3], keepDims: false }).y;
    const { model, gradients } = differentiate(
      { graph: builder.build({ loss }), weights: none },
      { loss: "loss", by: [name] },
    );
    const wanted = model.graph.outputs.filter((output) => output.name === gradients.get(name));
    return { ...model, graph: { ...model.graph, outputs: wanted } };
  };
  // The channels of the image are a batch of images of one channel, and the gradient is a kernel with gaps of the stride.
  const single = new GraphBuilder("single");
  const image = single.input("x", float32(channels, 1, ...sides));
  const [, , height = 0, width = 0] = y.type.shape;
  const kernels = single.input("dy", float32(filters, 1, height, width));
  const all = single.apply(convOp, { x: image, weight: kernels }, { dilation: stride, padding }).y;
  return [
    { graph: forward.build({ y }), weights: none },
    gradientBy("x"),
    gradientBy("weight"),
    { graph: single.build({ all }), weights: none },
  ];
}

const LAYERS = [
  { name: "stem, 7x7 of 3 to 64, by 2", channels: 3, filters: 64, kernel: 7, stride: 2, scale: 1 },
  { name: "encoder 1, 3x3 of 64", channels: 64, filters: 64, kernel: 3, stride: 1, scale: 4 },
  { name: "encoder 2, 3x3 of 64 to 128, by 2", channels: 64, filters: 128, kernel: 3, stride: 2, scale: 4 },
  { name: "encoder 4, 3x3 of 512", channels: 512, filters: 512, kernel: 3, stride: 1, scale: 32 },
  { name: "decoder 1, 1x1 of 64 to 16", channels: 64, filters: 16, kernel: 1, stride: 1, scale: 4 },
];

console.log("forward | image | weight | weight as one convolution, ms");
for (const { name, scale, ...layer } of LAYERS) {
  const sides = /** @type {const} */ ([Math.ceil(size.height / scale), Math.ceil(size.width / scale)]);
  const times = await timesOf(convolutionModels({ ...layer, sides }));
  console.log(`${name}: ${times.map((time) => time.toFixed(1)).join(" | ")}`);
}

const linknet = { graph: buildNetwork("linknet", { size }), weights: initialWeights(0) };
const [output] = linknet.graph.outputs;
const step = trainingStep(linknet, { logits: output?.name ?? "" });
const [inference, training] = await timesOf([linknet, step.model]);
console.log(
  `LinkNet ${size.width}x${size.height}: forward ${inference?.toFixed(0)} ms, step of training ${training?.toFixed(0)} ms`,
);
