/**
 * What reading, counting, rewriting and writing take of the processor for 10,000 and for 100,000 nodes: ten times the nodes should take
 * about ten times as much, and never twelve times. Run after `pnpm build`; words choose shapes and deeds by their names:
 *   node --expose-gc packages/cli/benchmarks/100000-nodes.mjs [word...]
 * The exit status is 1 where something takes more. `src/linear.test.ts` holds the same by counting work, without a clock.
 */
import * as core from "@linknet-kit/core";
import { everyRewrite } from "@linknet-kit/core/cases";
import { decodeOnnx, encodeOnnx } from "@linknet-kit/onnx";
import { encodeTfjs } from "@linknet-kit/tfjs/artifacts";
import { describeBytes } from "@linknet-kit/onnx/bytes";
import { renderLayers } from "../dist/layerTable.js";

const { add, batchNorm, concat, conv2d, convTranspose2d, dropout2d, maxPool2d, relu } = core;

const MOST_TIMES = 12;
const SIZES = [10_000, 100_000];
/** The fastest of so many runs of each size counts, the two sizes in turn. */
const RUNS = 3;

const convolution = conv2d({ filters: 1, kernel: 1, bias: false });
const layers = [
  relu(),
  convolution,
  batchNorm(),
  dropout2d({ rate: 0.1 }),
  convTranspose2d({ filters: 1, kernel: 1 }),
  maxPool2d({ kernel: 3, stride: 1, padding: 1 }),
  batchNorm(),
];
const layerAt = (index) => layers[index % layers.length];
const indices = (length) => Array.from({ length }, (_, index) => index);

/** Each of about as many nodes as are asked for. */
const shapes = {
  chain: (builder, x, nodes) => builder.build({ y: indices(nodes).reduce((y, index) => layerAt(index)(y), x) }),
  "residual blocks": (builder, x, nodes) => {
    const block = (y, index) =>
      builder.scope(`block${index}`, () => relu()(add()(y, batchNorm()(convolution(dropout2d({ rate: 0.1 })(y))))));
    return builder.build({ y: indices(nodes / 5).reduce(block, x) });
  },
  "outputs of one value": (builder, x, nodes) => {
    const outputs = indices(nodes / 2).map((index) => [`out${index}`, relu()(layerAt(index)(x))]);
    return builder.build(Object.fromEntries(outputs));
  },
  "one node of many operands": (builder, x, nodes) =>
    builder.build({ y: concat()(...indices(nodes / 2).map((index) => relu()(layerAt(index)(x)))) }),
  inputs: (builder, x, nodes) => {
    const image = core.float32(1, 1, 3, 3);
    return builder.build({ y: indices(nodes).reduce((y, index) => add()(y, builder.input(`x${index}`, image)), x) });
  },
};

const weights = { get: ({ type }) => core.floatTensor(type.shape) };
/** What is known of a graph is kept with it: each run gets a copy that nothing has looked at. */
const deeds = {
  count: (graph) => () => renderLayers(core.summariseLayers(core.countCost({ ...graph }))),
  check: (graph) => () => core.checkGraph({ ...graph }),
  ...Object.fromEntries(
    everyRewrite.map((rewrite) => [rewrite.name, (graph) => () => rewrite.run({ graph: { ...graph }, weights })]),
  ),
  simplify: (graph) => () => core.simplify({ graph: { ...graph }, weights }),
  "write ONNX": (graph) => () => encodeOnnx({ graph: { ...graph }, weights }),
  "read ONNX": (graph) => {
    const bytes = encodeOnnx({ graph, weights });
    return () => decodeOnnx(bytes);
  },
  "describe ONNX": (graph) => {
    const bytes = encodeOnnx({ graph, weights });
    return () => describeBytes(bytes);
  },
  "read ONNX with unread constants": (graph) => {
    const bytes = withUnreadConstants(encodeOnnx({ graph, weights }), graph.nodes.length);
    // Twice the records, which are more than a file gets unless its reader says otherwise.
    return () => decodeOnnx(bytes, { budget: { recordBytes: 2 ** 30 } });
  },
  "write tfjs": (graph) => () => encodeTfjs({ graph: { ...graph }, weights }),
};

/** The file with initializers that no node reads: messages of protobuf that follow each other are one. */
function withUnreadConstants(bytes, count) {
  const tensors = indices(count).flatMap((index) => {
    const name = Buffer.from(`spare${index}`);
    // dims: 1; data type: float; name; raw data of four bytes.
    const tensor = Buffer.from([8, 1, 16, 1, 66, name.length, ...name, 74, 4, 0, 0, 0, 0]);
    return [Buffer.from([42, tensor.length]), tensor];
  });
  const graph = Buffer.concat(tensors);
  const length = [];
  for (let rest = graph.length; rest > 0; rest >>>= 7) length.push((rest & 127) | (rest > 127 ? 128 : 0));
  return Buffer.concat([bytes, Buffer.from([58, ...length]), graph]);
}

/** Milliseconds of the processor, garbage collection included. */
function millisecondsOf(deed) {
  globalThis.gc?.();
  const before = process.cpuUsage();
  deed();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** One line: the least that each size took, and how many times the smaller one the larger is. */
function compare(name, [few, many]) {
  const runs = indices(RUNS).map(() => [millisecondsOf(few), millisecondsOf(many)]);
  const least = [0, 1].map((size) => Math.min(...runs.map((times) => times[size])));
  const times = least[1] / least[0];
  console.log(
    name.padEnd(60),
    ...least.map((each) => `${each.toFixed(0)} ms`.padStart(10)),
    times.toFixed(1).padStart(6),
  );
  if (times > MOST_TIMES) process.exitCode = 1;
}

const words = process.argv.slice(2);
const isWanted = (name) => words.length === 0 || words.some((word) => name.includes(word));

for (const [shape, make] of Object.entries(shapes)) {
  const wanted = Object.entries(deeds).filter(([name]) => isWanted(`${shape}: ${name}`));
  if (wanted.length === 0) continue;
  const builds = SIZES.map((nodes) => () => {
    const builder = new core.GraphBuilder(shape);
    return make(builder, builder.input("x", core.float32(1, 1, 3, 3)), nodes);
  });
  compare(`${shape}: build`, builds);
  const graphs = builds.map((build) => build());
  for (const [name, deed] of wanted) {
    compare(`${shape}: ${name}`, graphs.map(deed));
  }
}
