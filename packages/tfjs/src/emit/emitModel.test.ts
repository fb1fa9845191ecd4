import {
  GraphBuilder,
  type Model,
  type Parameter,
  conv2d,
  convTranspose2d,
  dropout2d,
  float32,
  initialWeights,
  maxPool2dWithIndices,
  relu,
  toFloat16,
  argMax,
  averagePool2d,
  instanceNorm,
  layerNorm,
  logSoftmax,
  mul,
  reduceMax,
  softmax,
} from "@linknet-kit/core";
import { buildNetwork, realTimeNetworks } from "@linknet-kit/models";
import { describe, expect, test } from "vitest";
import type { NodeDef } from "../graphDef.js";
import { smallModel } from "../smallModel.test.fixture.js";
import { UnsupportedByTfjsError } from "./checkNodes.js";
import { emitModel } from "./emitModel.js";

/** `image` -> stem/conv2d -> `y`. */
function tinyModel(input = "image"): Model {
  const builder = new GraphBuilder("tiny");
  const x = builder.input(input, float32(1, 2, 4, 5));
  const convolution = conv2d({ filters: 3, kernel: 3, stride: 2, padding: { top: 1, left: 0, bottom: 2, right: 3 } });
  const graph = builder.build({ y: relu()(builder.scope("stem", () => convolution(x))) });
  return { graph, weights: initialWeights(0) };
}

const networkOf = (name: string): Model => {
  const graph = buildNetwork(name, { size: { width: 97, height: 65 }, width: 0.25 });
  return { graph, weights: initialWeights(0) };
};

describe("a node", () => {
  const { modelTopology, signature, weights } = emitModel(tinyModel());

  test("has the path of its layer, what it reads, and padding in numbers, each side its own", () => {
    expect(modelTopology.node.find(({ name }) => name === "stem/conv2d")).toEqual({
      name: "stem/conv2d",
      op: "_FusedConv2D",
      input: ["image", "stem/conv2d/weight/channelsLast", "stem/conv2d/bias"],
      attr: {
        T: { type: "DT_FLOAT" },
        strides: { list: { i: ["1", "2", "2", "1"] } },
        dilations: { list: { i: ["1", "1", "1", "1"] } },
        data_format: { s: btoa("NHWC") },
        padding: { s: btoa("EXPLICIT") },
        explicit_paddings: { list: { i: ["0", "0", "1", "2", "0", "3", "0", "0"] } },
        fused_ops: { list: { s: [btoa("BiasAdd")] } },
        num_args: { i: "1" },
      },
    });
  });

  test("comes after what it reads", () => {
    expect(modelTopology.node.map(({ name, op }) => `${op} ${name}`)).toEqual([
      "Placeholder image",
      "Const stem/conv2d/bias",
      "Const stem/conv2d/weight/channelsLast",
      "_FusedConv2D stem/conv2d",
      "Relu relu",
    ]);
  });

  test("can be found by the name that the graph has for it", () => {
    const shape = (...sides: string[]) => ({ dim: sides.map((size) => ({ size })) });
    expect(signature).toEqual({
      inputs: { image: { name: "image:0", dtype: "DT_FLOAT", tensorShape: shape("1", "4", "5", "2") } },
      outputs: { y: { name: "relu:0", dtype: "DT_FLOAT", tensorShape: shape("1", "3", "3", "3") } },
    });
  });

  test("of constants stands in the list of weights", () => {
    expect(weights.map(({ name, shape, dtype }) => [name, shape, dtype])).toEqual([
      ["stem/conv2d/bias", [3], "float32"],
      ["stem/conv2d/weight/channelsLast", [3, 3, 2, 3], "float32"],
    ]);
  });
});

test("Names that GraphDef forbids are changed, and the signature keeps them", () => {
  const { modelTopology, signature } = emitModel(tinyModel("__proto__:0 ^x"));
  expect(modelTopology.node[0]!.name).toBe(".__proto___0__x");
  expect(Object.entries(signature.inputs).map(([key, { name }]) => [key, name])).toEqual([
    ["__proto__:0 ^x", ".__proto___0__x:0"],
  ]);
});

test("No weight is drawn before its values are read, and each is drawn when they are", () => {
  const drawn: string[] = [];
  const { graph } = tinyModel();
  const get = (parameter: Parameter) => {
    drawn.push(parameter.name);
    return initialWeights(0).get(parameter);
  };
  const { weights } = emitModel({ graph, weights: { get } });
  expect(drawn).toEqual([]);
  weights[1]!.read();
  expect(drawn).toEqual(["stem/conv2d/weight"]);
});

describe("what tfjs cannot express", () => {
  test("is told all at once, with the reasons", () => {
    const builder = new GraphBuilder("g");
    const x = builder.input("x", float32(1, 2, 9, 9));
    const pool = builder.scope("a", () => maxPool2dWithIndices({ kernel: 2, stride: 2 })(x));
    const wide = builder.scope("b", () => maxPool2dWithIndices({ kernel: 2, stride: 1, dilation: 3 })(x));
    const graph = builder.build({ indices: pool.indices, wide: wide.y });
    const emit = () => emitModel({ graph, weights: initialWeights(0) });
    expect(emit).toThrow(UnsupportedByTfjsError);
    expect(emit).toThrow(
      "tfjs cannot express 2 nodes: a/maxPool2d (maxPool): channelsLast makes it maxPoolChannelsLast where it is of images or lines and its indices are not read; " +
        "b/maxPool2d (maxPoolChannelsLast): MaxPool of tfjs has no dilation",
    );
  });

  test("includes float16, which weights may be stored as all the same", () => {
    expect(() => emitModel(toFloat16().run(tinyModel()))).toThrow("tfjs computes in float32 only");
  });

  test("includes what a graph only hands on", () => {
    const builder = new GraphBuilder("g");
    const type = { dtype: "float64", shape: [2] } as const;
    const graph = builder.build({ w: builder.parameter("w", { type, initial: { kind: "given" } }) });
    expect(() => emitModel({ graph, weights: initialWeights(0) })).toThrow("w (weight): tfjs has no float64");
  });
});

/** Kernels that every backend of tfjs 4.22 registers: cpu, wasm, webgl, webgpu and tfjs-node. */
const EVERYWHERE = new Set(
  (
    "AddV2 ConcatV2 Const Conv2D MaxPool Mul PadV2 Placeholder Prelu Relu Reshape Sign Slice Sub Transpose " +
    "_FusedConv2D"
  ).split(" "),
);

describe.each(realTimeNetworks.map(({ name }) => name))("%s", (network) => {
  const nodes: readonly NodeDef[] = emitModel(networkOf(network)).modelTopology.node;

  test("has only operations that every backend of tfjs has, and no transposed convolution of its own", () => {
    expect(nodes.map(({ op }) => op).filter((op) => !EVERYWHERE.has(op))).toEqual([]);
  });

  test("transposes nothing but the lines of an interleave", () => {
    const transposes = nodes.filter(({ op }) => op === "Transpose");
    const { weights } = emitModel(networkOf(network));
    const orders = transposes.map(({ input }) => [...weights.find(({ name }) => name === input![1])!.read()].join());
    expect(new Set(orders)).toEqual(new Set(["0,2,1,3"]));
  });
});

test("What does nothing at inference is gone, and dropout of an input that is an output stays as an identity", () => {
  expect(emitModel(smallModel()).modelTopology.node.map(({ op }) => op)).not.toContain("Identity");
  const builder = new GraphBuilder("g");
  const graph = builder.build({ y: dropout2d({ rate: 0.5 })(builder.input("x", float32(1, 1, 2, 2))) });
  expect(emitModel({ graph, weights: initialWeights(0) }).modelTopology.node.map(({ op }) => op)).toEqual([
    "Placeholder",
    "Identity",
  ]);
});

test("A transposed convolution is a convolution and lines that are swapped", () => {
  const builder = new GraphBuilder("g");
  const y = convTranspose2d({ filters: 4, kernel: 2, stride: 2 })(builder.input("x", float32(1, 3, 5, 6)));
  const { modelTopology } = emitModel({ graph: builder.build({ y }), weights: initialWeights(0) });
  expect(modelTopology.node.map(({ op }) => op).filter((op) => op !== "Const")).toEqual([
    "Placeholder",
    "_FusedConv2D",
    "Reshape",
    "Transpose",
    "Reshape",
  ]);
});

test("Images stay channels-last through pools, norms, reductions and softmax", () => {
  const builder = new GraphBuilder("g");
  const image = conv2d({ filters: 4, kernel: 1 })(builder.input("x", float32(2, 3, 8, 8)));
  const pooled = averagePool2d({ kernel: 3, stride: 2, padding: 1 })(image);
  const normed = layerNorm({ axes: 1 })(instanceNorm()(pooled));
  const scaled = mul()(normed, reduceMax({ axes: [2, 3] })(normed));
  const y = softmax({ axes: 1 })(scaled);
  const graph = builder.build({ y, classes: argMax({ axis: 1, keepDims: false })(logSoftmax({ axes: 1 })(scaled)) });
  const { modelTopology } = emitModel({ graph, weights: initialWeights(0) });
  const operations = modelTopology.node.map(({ op }) => op);
  expect(operations).toEqual(expect.arrayContaining(["AvgPool", "Max", "Softmax", "LogSoftmax", "ArgMax"]));
  expect(operations).not.toContain("Transpose");
});
