import { describe, expect, test } from "vitest";
import { axisNumber } from "../attributeKinds.js";
import { GraphBuilder, type Layer, buildGraph } from "../builder.js";
import { caseModels } from "../cases.js";
import { FLOAT_TYPES, isFloat } from "../dtypes.js";
import { evaluate } from "../evaluate.js";
import { mapRecord } from "../graph.js";
import { sequence } from "../layers.js";
import { NO_COST, defineOp } from "../op.js";
import {
  add,
  conv2d,
  depthToSpace,
  greater,
  layerNorm,
  less,
  matMul,
  maxPool2d,
  not,
  or,
  prelu,
  relu,
  reshape,
  slice,
  softmax,
  transpose,
  where,
} from "../ops/index.js";
import { constant } from "../initializer.js";
import { CHANNELS_FIRST, CHANNELS_LAST, reorder } from "../ops/reorder.js";
import { type Tensor, float32, floatTensor, floats } from "../tensor.js";
import { type Model, scrambledWeights } from "../weights.js";
import { channelsLast } from "./channelsLast.js";
import { differencesOf, opsOf, waves, rewritten } from "./equivalence.test.fixture.js";

function modelOf(layer: Layer): Model {
  const graph = buildGraph("images", { name: "x", type: float32(2, 4, 5, 6) }, layer, "y");
  return { graph, weights: scrambledWeights(graph, 7) };
}

function moved(tensors: Readonly<Record<string, Tensor>>, order: readonly number[]): Record<string, Tensor> {
  const move = (tensor: Tensor): Tensor =>
    isFloat(tensor.dtype) && tensor.shape.length === 4 ? reorder(tensor, order) : tensor;
  return mapRecord(tensors, move);
}

/** Where the model, fed and read channels-last, does not compute what it computed channels-first. */
function differencesAfter(model: Model, inputs: Readonly<Record<string, Tensor>>): readonly string[] {
  const results = evaluate(rewritten(model, channelsLast), moved(inputs, CHANNELS_LAST));
  return differencesOf(moved(results, CHANNELS_FIRST), evaluate(model, inputs));
}

describe("Every op computes the same on the same images with their channels last", () => {
  const channelsFirst = caseModels.filter(({ op }) => op.axes !== "channels-last");
  test.each(channelsFirst)("$name", ({ model, inputs }) => {
    expect(differencesAfter(model, inputs)).toEqual([]);
  });
});

test("What is between convolutions works in either order, and nothing is transposed", () => {
  const layers = sequence(
    conv2d({ filters: 8, kernel: 3, padding: 1 }),
    prelu(),
    (x) => add()(x, relu()(x)),
    (x) => maxPool2d({ kernel: 2, stride: 2 })(x),
    (x) => slice({ start: [0, 2, 0, 1], end: [2, 8, 2, 3], step: [1, 1, 1, 1] })(x),
  );
  const model = modelOf(layers);
  expect(differencesAfter(model, { x: waves(2, 4, 5, 6) })).toEqual([]);
  const { graph } = rewritten(model, channelsLast);
  expect(opsOf(graph)).toEqual(["convChannelsLast", "prelu", "relu", "add", "maxPoolChannelsLast", "slice"]);
  expect(graph.inputs[0]!.type.shape).toEqual([2, 5, 6, 4]);
  expect(graph.nodes.at(-1)!.attributes).toEqual({ start: [0, 0, 1, 2], end: [2, 2, 3, 8], step: [1, 1, 1, 1] });
  expect(graph.parameters.map(({ name, type }) => `${name} ${type.shape.join("x")}`)).toEqual([
    "conv2d/bias 8",
    "conv2d/weight/channelsLast 3x3x4x8",
    "prelu/slope/channelsLast 8",
  ]);
});

test("A convolution with a group for each channel is one node, with any number of filters for each", () => {
  const model = modelOf(conv2d({ filters: 12, kernel: 3, stride: 2, padding: 1, groups: 4 }));
  expect(differencesAfter(model, { x: waves(2, 4, 5, 6) })).toEqual([]);
  const { graph } = rewritten(model, channelsLast);
  expect(opsOf(graph)).toEqual(["depthwiseConvChannelsLast"]);
  expect(graph.parameters.map(({ type }) => type.shape.join("x"))).toEqual(["12", "3x3x4x3"]);
});

describe("What is no image stays as it is", () => {
  test("such as heads of an attention, whose products nothing is transposed for", () => {
    const attention: Layer = (x) => {
      const heads = transpose({ order: [0, 2, 1, 3] })(reshape({ shape: [2, 30, 2, 2] })(x));
      const scores = softmax({ axes: -1 })(matMul()(heads, transpose({ order: [0, 1, 3, 2] })(heads)));
      return reshape({ shape: [2, 120] })(relu()(matMul()(scores, heads)));
    };
    const builder = new GraphBuilder("net");
    const graph = builder.build({ y: attention(builder.input("x", float32(2, 30, 4))) });
    const model = { graph, weights: scrambledWeights(graph, 1) };
    expect(differencesAfter(model, { x: waves(2, 30, 4) })).toEqual([]);
    expect(opsOf(rewritten(model, channelsLast).graph)).toEqual(opsOf(graph));
  });

  test("such as what a network turned by itself: its transposes are identities then", () => {
    const block: Layer = (x) => {
      const last = layerNorm()(transpose({ order: [0, 2, 3, 1] })(conv2d({ filters: 3, kernel: 1 })(x)));
      return add()(transpose({ order: [0, 3, 1, 2] })(relu()(last)), x);
    };
    const builder = new GraphBuilder("net");
    const graph = builder.build({ y: block(builder.input("x", float32(1, 3, 4, 5))) });
    const model = { graph, weights: scrambledWeights(graph, 1) };
    expect(differencesAfter(model, { x: waves(1, 3, 4, 5) })).toEqual([]);
    const ops = opsOf(rewritten(model, channelsLast).graph);
    expect(ops).not.toContain("transpose");
    expect(ops.filter((op) => op === "identity")).toHaveLength(2);
  });
});

test("An interleave is one transpose of lines, none of images", () => {
  const model = modelOf((x) => depthToSpace({ block: [2, 1] })(x));
  expect(differencesAfter(model, { x: waves(2, 4, 5, 6) })).toEqual([]);
  const { graph } = rewritten(model, channelsLast);
  expect(graph.nodes.map(({ outputs }) => outputs["y"]!.type.shape.join("x"))).toEqual([
    "10x6x2x2",
    "10x2x6x2",
    "2x10x6x2",
  ]);
});

test("An operand of lower rank that the graph computes is given its axes", () => {
  const builder = new GraphBuilder("net");
  const offsets = relu()(builder.input("offsets", float32(3, 1, 1)));
  const graph = builder.build({ y: add()(builder.input("x", float32(1, 3, 2, 2)), offsets) });
  const inputs = { x: waves(1, 3, 2, 2), offsets: floatTensor([3, 1, 1], [1, -2, 3]) };
  expect(differencesAfter({ graph, weights: scrambledWeights(graph, 1) }, inputs)).toEqual([]);
});

test("A mask of images keeps its channels first, and finds its place among them, however many axes it has", () => {
  const masked: Layer = (x) => {
    const row = relu()(x.builder.parameter("row", { type: float32(1, 6), initial: constant(0.25) }));
    const [mask, narrow] = [greater()(x, relu()(x)), less()(row, row)];
    return where()(or()(mask, not()(narrow)), where()(less()(x, row), x, row), x);
  };
  expect(differencesAfter(modelOf(masked), { x: waves(2, 4, 5, 6) })).toEqual([]);
});

test("A graph that is channels-last already is a mistake of the caller", () => {
  const model = modelOf(conv2d({ filters: 2, kernel: 1 }));
  expect(() => rewritten(rewritten(model, channelsLast), channelsLast)).toThrow("conv2d has its channels last already");
});

describe("An op that leaves an axis out", () => {
  /** Sums over an axis, which is then gone: https://onnx.ai/onnx/operators/onnx__ReduceSum.html with keepdims 0. */
  const sumOver = (axis: number): Layer => {
    const op = defineOp({
      name: "sumOver",
      summary: "sums over an axis, which is then gone",
      inputs: { x: "T" },
      outputs: { y: "T" },
      types: { T: FLOAT_TYPES },
      attributes: { axis: axisNumber("x") },
      axes: ({ axis: gone }, { shape }) => [...shape.keys()].filter((each) => each !== gone),
      inferTypes: ({ x }, { axis: gone }) => ({ y: { ...x, shape: x.shape.filter((_, at) => at !== gone) } }),
      countCost: () => NO_COST,
      evaluate: ({ x }, { axis: gone }, { y: { shape } }) => {
        const y = floatTensor(shape);
        const inner = x.shape.slice(gone + 1).reduce((product, side) => product * side, 1);
        floats(x).forEach((value, index) => {
          y.data[Math.floor(index / (inner * x.shape[gone]!)) * inner + (index % inner)]! += value;
        });
        return { y };
      },
      gradient: { absent: "only this test has it" },
      onnx: [{ operator: "ReduceSum", from: 1, write: () => ({}), read: () => ({ axis }) }],
      tfjs: { absent: "only this test has it" },
    });
    return (x) => x.builder.apply(op, { x }, { axis }).y;
  };

  test.each([0, 1, 2, 3])("computes the same, over axis %i", (axis) => {
    const model = modelOf(sequence(conv2d({ filters: 3, kernel: 1 }), relu(), sumOver(axis)));
    expect(differencesAfter(model, { x: waves(2, 4, 5, 6) })).toEqual([]);
  });
});
