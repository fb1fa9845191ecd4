/**
 * What the lowering of transposed convolutions is worth: LinkNet in tfjs's wasm backend, as it is emitted here, with tfjs's own transposed
 * convolution (Conv2DBackpropInput) in its place, and in ONNX Runtime Web on one thread. One run of each in turn, in every round.
 *
 *   node benchmarks/transposed-convolution.mjs [--network linknet] [--size 640x360] [--width 1] [--rounds 9] [--json]
 *
 * Goals at 640x360: stock / emitted at least 1.5, emitted / onnxruntime-web at most 1.1. `stock` is exact: its result is computed whole and
 * cropped. `stock, same` lets TensorFlow crop, which is a pixel off, and is as fast as tfjs's own can be. All others must agree, or the exit
 * status is 1. Numbers of a busy machine mean little: the load is printed beside them.
 */
import { createRequire } from "node:module";
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import {
  CHANNELS_FIRST,
  CHANNELS_LAST,
  floatTensor,
  foldIntoConvolutions,
  removeDropout,
  rewriteModel,
  reorder,
  scrambledWeights,
} from "@linknet-kit/core";
import { buildNetwork } from "@linknet-kit/models";
import { encodeOnnx } from "@linknet-kit/onnx";
import { InferenceSession, Tensor, env } from "onnxruntime-web";
import { encodeEmitted } from "../dist/encode/encodeTfjs.js";
import { emitModel } from "../dist/emit/emitModel.js";

const { values } = parseArgs({
  options: {
    network: { type: "string", default: "linknet" },
    size: { type: "string", default: "640x360" },
    width: { type: "string", default: "1" },
    rounds: { type: "string", default: "9" },
    json: { type: "boolean", default: false },
  },
});
const TOLERANCE = 1e-4;
const WARM_UP = 2;

// tfjs's own packages find each other only where the first is loaded as CommonJS.
const require = createRequire(import.meta.url);
const tf = require("@tensorflow/tfjs");
require("@tensorflow/tfjs-backend-wasm");
await tf.setBackend("wasm");
env.wasm.numThreads = 1;

const [width, height] = values.size.split("x").map(Number);
const graph = buildNetwork(values.network, { size: { width, height }, width: Number(values.width) });
const model = { graph, weights: scrambledWeights(graph, 1) };
const image = noise(graph.inputs[0].type.shape);

const contenders = [
  { name: "emitted", run: await tfjsRunner(emitModel(model)), order: CHANNELS_FIRST },
  { name: "stock", run: await tfjsRunner(withStock(model, { same: false })), order: CHANNELS_FIRST },
  { name: "stock, same", run: await tfjsRunner(withStock(model, { same: true })), isShifted: true },
  { name: "onnxruntime-web", run: await onnxRunner(), order: [0, 1, 2, 3] },
];
const agreement = await compareOutputs();
const samplesMs = await measure(Number(values.rounds));
report();

/** Runs one after the other, so that whatever disturbs the machine disturbs all. */
async function measure(rounds) {
  const samples = contenders.map(() => []);
  for (let round = -WARM_UP; round < rounds; round += 1) {
    for (const [index, { run }] of contenders.entries()) {
      const start = performance.now();
      await run();
      if (round >= 0) samples[index].push(performance.now() - start);
    }
    process.stderr.write(round < 0 ? "warming up\n" : `round ${round + 1} of ${rounds}\n`);
  }
  return samples;
}

function report() {
  const medians = samplesMs.map(median);
  const [emitted, stock, same, onnx] = medians;
  const ratios = {
    stockOverEmitted: stock / emitted,
    sameOverEmitted: same / emitted,
    emittedOverOnnx: emitted / onnx,
  };
  const results = contenders.map(({ name }, index) => ({
    name,
    medianMs: medians[index],
    samplesMs: samplesMs[index],
  }));
  if (values.json) {
    console.log(JSON.stringify({ ...values, results, ratios, agreement, loadAverage: loadavg() }, undefined, 2));
  } else {
    console.log(
      `${values.network} at ${values.size}, one thread, ${values.rounds} rounds, load ${loadavg()[0].toFixed(1)}`,
    );
    for (const { name, medianMs, samplesMs: all } of results) {
      console.log(
        `${name.padEnd(16)} median ${medianMs.toFixed(0)} ms, ${Math.min(...all).toFixed(0)} to ${Math.max(...all).toFixed(0)}`,
      );
    }
    console.log(
      `stock / emitted            ${ratios.stockOverEmitted.toFixed(2)}   (stock, same: ${ratios.sameOverEmitted.toFixed(2)})`,
    );
    console.log(`emitted / onnxruntime-web  ${ratios.emittedOverOnnx.toFixed(2)}`);
    for (const { name, difference } of agreement)
      console.log(`${name}: differs from emitted by ${difference.toExponential(1)}`);
  }
  if (agreement.some(({ difference }) => !(difference < TOLERANCE))) process.exitCode = 1;
}

/** The largest difference from the emitted model's output, relative to its largest value. */
async function compareOutputs() {
  const outputs = [];
  for (const { name, run, isShifted, order } of contenders) {
    if (!isShifted) outputs.push({ name, output: reorder(await run(), order) });
  }
  const [first, ...others] = outputs;
  return others.map(({ name, output }) => ({ name, difference: relativeError(output.data, first.output.data) }));
}

function relativeError(actual, expected) {
  let [apart, largest] = [0, 0];
  expected.forEach((value, index) => {
    apart = Math.max(apart, Math.abs(value - actual[index]));
    largest = Math.max(largest, Math.abs(value));
  });
  return apart / largest;
}

async function tfjsRunner(emitted) {
  const loaded = await tf.loadGraphModel({ load: async () => encodeEmitted(emitted) });
  const { data, shape } = reorder(image, CHANNELS_LAST);
  return async () => {
    const input = tf.tensor(data, shape);
    const output = loaded.predict(input);
    const logits = { dtype: "float32", shape: output.shape, data: await output.data() };
    tf.dispose([input, output]);
    return logits;
  };
}

async function onnxRunner() {
  const session = await InferenceSession.create(encodeOnnx(model), { executionProviders: ["wasm"] });
  return async () => {
    const { logits } = await session.run({ image: new Tensor("float32", image.data, [...image.shape]) });
    return { dtype: "float32", shape: logits.dims, data: logits.data };
  };
}

/** The emitted model with Conv2DBackpropInput and a bias where it has phases and an interleave. */
function withStock(original, { same }) {
  const emitted = emitModel(original);
  const { graph: folded, weights } = rewriteModel(original, [removeDropout, foldIntoConvolutions]);
  const parameters = new Map(folded.parameters.map((parameter) => [parameter.name, parameter]));
  let { node: nodes } = emitted.modelTopology;
  let constants = emitted.weights;
  for (const node of folded.nodes.filter(({ op }) => op.name === "convTranspose")) {
    // The last of them has the name of the value that the convolution and what is folded into it give, save an output's.
    const value = node.outputs.y.name;
    const last = nodes.some(({ name }) => name === value) ? value : node.name;
    const isOurs = ({ name }) => [node.name, last].some((own) => name === own || name.startsWith(`${own}/`));
    const [convolution] = nodes.filter((each) => isOurs(each) && each.op !== "Const");
    const tensorOf = (slot) => weights.get(parameters.get(node.inputs[slot].name));
    const { nodes: replacing, constants: added } = stockNodes(
      { ...node, name: last },
      convolution.input[0],
      tensorOf,
      same,
    );
    const at = nodes.indexOf(convolution);
    nodes = [
      ...nodes.slice(0, at).filter((each) => !isOurs(each)),
      ...replacing,
      ...nodes.slice(at).filter((each) => !isOurs(each)),
    ];
    constants = [...constants.filter((each) => !isOurs(each)), ...added];
  }
  return { ...emitted, modelTopology: { ...emitted.modelTopology, node: nodes }, weights: constants };
}

function stockNodes({ name, attributes, inputs, outputs }, x, tensorOf, same) {
  const [batch, filters, rows, columns] = outputs.y.type.shape;
  const [, , kernelHeight, kernelWidth] = inputs.weight.type.shape;
  const [, , inputRows, inputColumns] = inputs.x.type.shape;
  const { stride, padding } = attributes;
  const whole = [(inputRows - 1) * stride[0] + kernelHeight, (inputColumns - 1) * stride[1] + kernelWidth];
  const crops = !same && (whole[0] !== rows || whole[1] !== columns);
  const floats = (each, tensor) => ({
    name: `${name}/${each}`,
    shape: tensor.shape,
    dtype: "float32",
    read: () => tensor.data,
  });
  const integers = (each, list) => ({
    name: `${name}/${each}`,
    shape: [list.length],
    dtype: "int32",
    read: () => Int32Array.from(list),
  });
  const constants = [
    integers("outputShape", [batch, ...(same ? [rows, columns] : whole), filters]),
    floats("filter", reorder(tensorOf("weight"), [2, 3, 1, 0])),
    floats("bias", tensorOf("bias")),
    ...(crops
      ? [integers("begin", [0, padding.top, padding.left, 0]), integers("size", [batch, rows, columns, filters])]
      : []),
  ];
  const list = (numbers) => ({ list: { i: numbers.map(String) } });
  const text = (word) => ({ s: btoa(word) });
  const transposed = {
    name: `${name}/transposed`,
    op: "Conv2DBackpropInput",
    input: [`${name}/outputShape`, `${name}/filter`, x],
    attr: {
      strides: list([1, ...stride, 1]),
      padding: text(same ? "SAME" : "VALID"),
      data_format: text("NHWC"),
      T: { type: "DT_FLOAT" },
    },
  };
  const cropped = {
    name: `${name}/cropped`,
    op: "Slice",
    input: [transposed.name, `${name}/begin`, `${name}/size`],
    attr: {},
  };
  const last = crops ? cropped.name : transposed.name;
  const biased = { name, op: "BiasAdd", input: [last, `${name}/bias`], attr: { data_format: text("NHWC") } };
  const defs = constants.map(({ name: each, dtype }) => {
    const type = dtype === "int32" ? "DT_INT32" : "DT_FLOAT";
    return { name: each, op: "Const", attr: { dtype: { type } } };
  });
  return { nodes: [...defs, transposed, ...(crops ? [cropped] : []), biased], constants };
}

/** Between 0 and 1, the same every time. */
function noise(shape) {
  const tensor = floatTensor(shape);
  for (let index = 0; index < tensor.data.length; index += 1) {
    const texture = Math.sin((index % 1e6) * 12.9898 + index / 1e6) * 43758.5453;
    tensor.data[index] = texture - Math.floor(texture);
  }
  return tensor;
}

function median(samples) {
  const sorted = samples.toSorted((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
}
