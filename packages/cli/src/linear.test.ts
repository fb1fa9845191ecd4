/** Reading, counting, rewriting and writing a graph are work in proportion to its nodes, whatever it looks like. */
import {
  type Graph,
  GraphBuilder,
  type Layer,
  type Model,
  type Value,
  add,
  batchNorm,
  checkGraph,
  concat,
  conv2d,
  convTranspose2d,
  countCost,
  dropout2d,
  float32,
  identity,
  initialWeights,
  maxPool2dWithIndices,
  maxUnpool2d,
  pad,
  printGraph,
  relu,
  reshape,
  transpose,
} from "@linknet-kit/core";
import { everyRewrite } from "@linknet-kit/core/cases";
import { decodeOnnx, encodeOnnx } from "@linknet-kit/onnx";
import { encodeTfjs } from "@linknet-kit/tfjs/artifacts";
import { describe, expect, test } from "vitest";
import { workOf } from "./work.test.support.js";

const image = float32(1, 2, 3, 3);
/** Something for every rewrite, each back to the size that it was given. */
const layers: readonly Layer[] = [
  (x) => batchNorm()(conv2d({ filters: 2, kernel: 1 })(x)),
  (x) => dropout2d({ rate: 0.1 })(dropout2d({ rate: 0.1 })(x)),
  (x) => convTranspose2d({ filters: 2, kernel: 1, groups: 2 })(x),
  (x) => {
    const { y, indices } = maxPool2dWithIndices({ kernel: 2, stride: 2 })(x);
    relu()(y);
    return maxUnpool2d({ kernel: 2, stride: 2, size: [3, 3] })(y, indices);
  },
  (x) => maxPool2dWithIndices({ kernel: 3, stride: 1, padding: 1 })(x).y,
  (x) => batchNorm()(relu()(x)),
  (x) => conv2d({ filters: 2, kernel: 1 })(batchNorm()(pad({ before: [0, 0, 0, 0], after: [0, 0, 0, 0] })(relu()(x)))),
  (x) => transpose({ order: [0, 1, 3, 2] })(relu()(transpose({ order: [0, 1, 3, 2] })(identity()(x)))),
  (x) => reshape({ shape: [1, 2, 3, 3] })(reshape({ shape: [18] })(x)),
];
const layerAt = (index: number): Layer => layers[index % layers.length]!;

/** Graphs of about as many layers as are asked for. */
const shapes: Readonly<Record<string, (length: number) => Graph>> = {
  "a chain": (length) => {
    const { builder, x } = start();
    return builder.build({ y: positionsTo(length).reduce((value, index) => layerAt(index)(value), x) });
  },
  "one value that everything reads, and as many outputs": (length) => {
    const { builder, x } = start();
    const shared = relu()(x);
    const outputs = positionsTo(length).map((index): [string, Value] => {
      // No format but ONNX has such letters: what they are written as must be told apart again.
      return [`out${index}`, builder.scope(String.fromCodePoint(0x4e00 + index), () => relu()(layerAt(index)(shared)))];
    });
    return builder.build(Object.fromEntries(outputs));
  },
  "one node that reads everything": (length) => {
    const { builder, x } = start();
    const [first, ...rest] = positionsTo(length).map((index) => layerAt(index)(x));
    return builder.build({ y: concat()(first!, ...rest) });
  },
  "one pool, one weight and one batch norm that everything shares": (length) => {
    const { builder, x } = start();
    const { y, indices } = maxPool2dWithIndices({ kernel: 2, stride: 2 })(x);
    const unpools = positionsTo(length).map(() => maxUnpool2d({ kernel: 2, stride: 2, size: [3, 3] })(y, indices));
    return builder.build({ y: unpools.reduce((sum, each) => add()(sum, each)) });
  },
};

function start() {
  const builder = new GraphBuilder("net");
  return { builder, x: builder.input("x", image) };
}

function positionsTo(length: number): readonly number[] {
  return Array.from({ length }, (_, index) => index);
}

const modelOf = (graph: Graph): Model => ({ graph, weights: initialWeights(1) });

/** What is done to a graph; what it needs before is not counted. */
const deeds: Readonly<Record<string, (graph: Graph) => () => void>> = {
  count: (graph) => () => countCost(graph),
  print: (graph) => () => printGraph(graph),
  check: (graph) => () => checkGraph(graph),
  ...Object.fromEntries(
    everyRewrite.map((rewrite) => [rewrite.name, (graph: Graph) => () => rewrite.run(modelOf(graph))]),
  ),
  "write ONNX": (graph) => () => encodeOnnx(modelOf(graph)),
  "read ONNX": (graph) => {
    const bytes = encodeOnnx(modelOf(graph));
    return () => decodeOnnx(bytes);
  },
  "write for TensorRT": (graph) => () => encodeOnnx(modelOf(graph), { target: "tensorrt-8.2" }),
  "write tfjs": (graph) => () => encodeTfjs(modelOf(graph)),
};
/** Of what falls out one way or another, such as names that happen to be alike. */
const MOST_EXCESS = 0.001;
/** Twice as many of each kind of layer. */
const LENGTH = 2 * layers.length;

/**
 * By how much the work for the last third of the layers exceeds that for the second, as a share: zero where each layer takes the same. A
 * step for each pair of layers would be LENGTH more for each of them, which takes at most some thousands of steps.
 */
function excess(workFor: (length: number) => number): number {
  const [one, two, three] = [1, 2, 3].map((times) => workFor(times * LENGTH)) as [number, number, number];
  return (three - two) / (two - one) - 1;
}

describe.each(Object.entries(shapes))("Of %s", (_, shape) => {
  test("each further layer is as much work to build", () => {
    expect(excess((length) => workOf(() => shape(length)))).toBeLessThan(MOST_EXCESS);
  });

  test.each(Object.entries(deeds))("each further layer is as much work to %s", (_name, deed) => {
    expect(excess((length) => workOf(deed(shape(length))))).toBeLessThan(MOST_EXCESS);
  });
});
