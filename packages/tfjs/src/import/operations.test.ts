/** Operations that TensorFlow's converter writes, each a graph of its own, beside the stock tfjs. */
import { evaluate, floatTensor, type Tensor } from "@linknet-kit/core";
import { beforeAll, expect, test } from "vitest";
import type { ModelArtifacts, WeightEntry } from "../modelJson.js";
import { relativeError, runArtifacts, useBackend } from "../tensorflow.test.fixture.js";
import { importTfjs } from "./importTfjs.js";

type Attribute =
  | boolean
  | number
  | string
  | readonly number[]
  | readonly string[]
  | { readonly type: string }
  | { readonly f: number };
type Constant = readonly number[] | { readonly shape: readonly number[]; readonly from?: number };

interface Case {
  readonly title: string;
  readonly op: string;
  /** As tfjs has it. */
  readonly x: readonly number[];
  /** Operands: "x", whole numbers, or weights of a shape. */
  readonly operands: readonly ("x" | Constant)[];
  readonly attributes?: Readonly<Record<string, Attribute>>;
  /** Which results are looked at. */
  readonly results?: number;
  /** A comparison is of bools, which are told as numbers. */
  readonly gives?: "bool" | "int32";
}

const same = { strides: [1, 2, 2, 1], dilations: [1, 1, 1, 1], padding: "SAME", data_format: "NHWC" };
const valid = { strides: [1, 1, 1, 1], padding: "VALID" };
const IMAGE = [2, 7, 6, 3];

const cases: readonly Case[] = [
  {
    title: "a convolution of SAME",
    op: "Conv2D",
    x: IMAGE,
    operands: ["x", { shape: [3, 2, 3, 4] }],
    attributes: same,
  },
  {
    title: "dilation",
    op: "Conv2D",
    x: IMAGE,
    operands: ["x", { shape: [3, 3, 3, 4] }],
    attributes: { ...same, strides: [1, 1, 1, 1], dilations: [1, 2, 2, 1] },
  },
  {
    title: "bias and Relu6",
    op: "_FusedConv2D",
    x: IMAGE,
    operands: ["x", { shape: [3, 3, 3, 4] }, { shape: [4] }],
    attributes: { ...same, fused_ops: ["BiasAdd", "Relu6"], num_args: 1 },
  },
  {
    title: "bias and slopes",
    op: "_FusedConv2D",
    x: IMAGE,
    operands: ["x", { shape: [1, 1, 3, 4] }, { shape: [4] }, { shape: [4] }],
    attributes: { ...valid, fused_ops: ["BiasAdd", "Prelu"], num_args: 2 },
  },
  {
    title: "bias and LeakyRelu",
    op: "_FusedConv2D",
    x: IMAGE,
    operands: ["x", { shape: [1, 1, 3, 4] }, { shape: [4] }],
    attributes: { ...valid, fused_ops: ["BiasAdd", "LeakyRelu"], num_args: 1, leakyrelu_alpha: { f: 0.3 } },
  },
  {
    title: "a filter a channel",
    op: "DepthwiseConv2dNative",
    x: IMAGE,
    operands: ["x", { shape: [3, 3, 3, 1] }],
    attributes: same,
  },
  {
    title: "two filters a channel, bias",
    op: "FusedDepthwiseConv2dNative",
    x: IMAGE,
    operands: ["x", { shape: [3, 3, 3, 2] }, { shape: [6] }],
    attributes: { ...same, strides: [1, 1, 1, 1], fused_ops: ["BiasAdd", "Relu"], num_args: 1 },
  },
  {
    title: "a transposed convolution",
    op: "Conv2DBackpropInput",
    x: [2, 4, 3, 5],
    operands: [[2, 8, 5, 2], { shape: [3, 3, 2, 5] }, "x"],
    attributes: same,
  },
  { title: "a pool of SAME", op: "MaxPool", x: IMAGE, operands: ["x"], attributes: { ...same, ksize: [1, 3, 3, 1] } },
  { title: "means of SAME", op: "AvgPool", x: IMAGE, operands: ["x"], attributes: { ...same, ksize: [1, 3, 3, 1] } },
  {
    title: "a norm",
    op: "FusedBatchNormV3",
    x: IMAGE,
    operands: ["x", { shape: [3] }, { shape: [3] }, { shape: [3] }, { shape: [3], from: 1 }],
    attributes: { epsilon: { f: 0.01 }, is_training: false },
  },
  {
    title: "from corners",
    op: "ResizeBilinear",
    x: IMAGE,
    operands: ["x", [5, 9]],
    attributes: { align_corners: true, half_pixel_centers: false },
  },
  {
    title: "from centres",
    op: "ResizeBilinear",
    x: IMAGE,
    operands: ["x", [5, 9]],
    attributes: { align_corners: false, half_pixel_centers: true },
  },
  {
    title: "from the start",
    op: "ResizeBilinear",
    x: IMAGE,
    operands: ["x", [5, 9]],
    attributes: { align_corners: false, half_pixel_centers: false },
  },
  {
    title: "from corners",
    op: "ResizeNearestNeighbor",
    x: IMAGE,
    operands: ["x", [5, 9]],
    attributes: { align_corners: true, half_pixel_centers: false },
  },
  {
    title: "from centres",
    op: "ResizeNearestNeighbor",
    x: IMAGE,
    operands: ["x", [5, 9]],
    attributes: { align_corners: false, half_pixel_centers: true },
  },
  {
    title: "from the start",
    op: "ResizeNearestNeighbor",
    x: IMAGE,
    operands: ["x", [5, 9]],
    attributes: { align_corners: false, half_pixel_centers: false },
  },
  {
    title: "blocks",
    op: "DepthToSpace",
    x: [1, 2, 3, 8],
    operands: ["x"],
    attributes: { block_size: 2, data_format: "NHWC" },
  },
  { title: "of the last axis", op: "BiasAdd", x: IMAGE, operands: ["x", { shape: [3] }] },
  { title: "up to six", op: "Relu6", x: IMAGE, operands: ["x"] },
  { title: "of a sum", op: "AddN", x: [2, 3], operands: ["x", { shape: [2, 3] }, "x"], attributes: { N: 3 } },
  { title: "by itself", op: "Square", x: [2, 3], operands: ["x"] },
  { title: "of rows", op: "SquaredDifference", x: [2, 3], operands: ["x", { shape: [3] }] },
  { title: "with a slope", op: "LeakyRelu", x: [2, 3], operands: ["x"], attributes: { alpha: { f: 0.1 } } },
  { title: "another axis", op: "ExpandDims", x: [2, 3], operands: ["x", [-1]] },
  { title: "one axis", op: "Squeeze", x: [1, 2, 1, 3], operands: ["x"], attributes: { squeeze_dims: [2] } },
  { title: "all of one element", op: "Squeeze", x: [1, 2, 1, 3], operands: ["x"] },
  {
    title: "along a new axis",
    op: "Pack",
    x: [2, 3],
    operands: ["x", { shape: [2, 3] }],
    attributes: { N: 2, axis: -1 },
  },
  { title: "along an axis", op: "Unpack", x: [2, 3], operands: ["x"], attributes: { axis: 1, num: 3 }, results: 3 },
  { title: "equal parts", op: "Split", x: [2, 6], operands: [[1], "x"], attributes: { num_split: 3 }, results: 3 },
  {
    title: "parts by lengths",
    op: "SplitV",
    x: [2, 6],
    operands: ["x", [1, 3, -1], [1]],
    attributes: { num_split: 3 },
    results: 3,
  },
  { title: "to the end", op: "Slice", x: IMAGE, operands: ["x", [0, 1, 0, 2], [2, 3, -1, 1]] },
  {
    title: "backwards, by masks",
    op: "StridedSlice",
    x: [4, 6, 5],
    operands: ["x", [0, -1, 1], [3, 0, 4], [2, -2, 1]],
    attributes: { begin_mask: 1, end_mask: 2, shrink_axis_mask: 0, ellipsis_mask: 0, new_axis_mask: 0 },
  },
  {
    title: "one of an axis",
    op: "StridedSlice",
    x: [4, 6, 5],
    operands: ["x", [1, 2], [2, 5], [1, 1]],
    attributes: { begin_mask: 0, end_mask: 0, shrink_axis_mask: 1, ellipsis_mask: 0, new_axis_mask: 0 },
  },
  { title: "by a number left open", op: "Reshape", x: IMAGE, operands: ["x", [2, -1, 6]] },
  { title: "without the axes", op: "Mean", x: IMAGE, operands: ["x", [1, 2]], attributes: { keep_dims: false } },
  { title: "the largest", op: "Max", x: IMAGE, operands: ["x", [-1]], attributes: { keep_dims: true } },
  { title: "of channels", op: "ArgMax", x: IMAGE, operands: ["x", [3]], gives: "int32" },
  { title: "of channels", op: "Softmax", x: IMAGE, operands: ["x"] },
  {
    title: "of a transposed weight",
    op: "MatMul",
    x: [3, 4],
    operands: ["x", { shape: [5, 4] }],
    attributes: { transpose_a: false, transpose_b: true },
  },
  {
    title: "bias and Relu",
    op: "_FusedMatMul",
    x: [3, 4],
    operands: ["x", { shape: [4, 5] }, { shape: [5] }],
    attributes: { transpose_a: false, transpose_b: false, fused_ops: ["BiasAdd", "Relu"], num_args: 1 },
  },
  { title: "of rows", op: "GatherV2", x: [5, 3], operands: ["x", [4, 0, 2], [0]] },
];

function attributeOf(given: Attribute): object {
  if (typeof given === "boolean") return { b: given };
  if (typeof given === "number") return { i: String(given) };
  if (typeof given === "string") return { s: btoa(given) };
  if (!Array.isArray(given)) return given;
  return given.every((each) => typeof each === "string")
    ? { list: { s: given.map((each) => btoa(each)) } }
    : { list: { i: given.map(String) } };
}

function drawn(shape: readonly number[], from = -1): Float32Array {
  const length = shape.reduce((product, side) => product * side, 1);
  return Float32Array.from({ length }, (_, index) => ((7919 * index) % 257) / 128 + from);
}

/** Scalars for `axis` operands, where a vector of one is none. */
const SCALARS = new Set(["ExpandDims:1", "Split:0", "SplitV:2", "ArgMax:1", "GatherV2:2"]);

function artifactsOf({ op, x, operands, attributes = {}, results = 1, gives }: Case): ModelArtifacts {
  const weights = operands.flatMap((operand, index): { entry: WeightEntry; data: Float32Array | Int32Array }[] => {
    if (operand === "x") return [];
    const name = `operand${index}`;
    if ("shape" in operand) {
      return [
        { entry: { name, shape: [...operand.shape], dtype: "float32" }, data: drawn(operand.shape, operand.from) },
      ];
    }
    const shape = SCALARS.has(`${op}:${index}`) ? [] : [operand.length];
    return [{ entry: { name, shape, dtype: "int32" }, data: Int32Array.from(operand) }];
  });
  const dim = x.map((size) => ({ size: String(size) }));
  const info = { name: "image:0", dtype: "DT_FLOAT", tensorShape: { dim } };
  const names = Array.from({ length: results }, (_, index) => [
    `y${index}`,
    { name: `it:${index}`, dtype: gives === undefined ? "DT_FLOAT" : "DT_INT32" },
  ]);
  // Backwards: readers must not count on an order.
  const node = [
    {
      name: "it",
      op,
      input: operands.map((operand, index) => (operand === "x" ? "image" : `operand${index}`)),
      attr: Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, attributeOf(value)])),
    },
    ...weights.map(({ entry: { name, dtype } }) => ({
      name,
      op: "Const",
      attr: { dtype: { type: dtype === "int32" ? "DT_INT32" : "DT_FLOAT" } },
    })),
    { name: "image", op: "Placeholder", attr: { dtype: { type: "DT_FLOAT" }, shape: { shape: { dim } } } },
  ];
  const bytes = Buffer.concat(weights.map(({ data }) => new Uint8Array(data.buffer)));
  return {
    format: "graph-model",
    modelTopology: { node, versions: { producer: 1, minConsumer: 1 } },
    signature: { inputs: { image: info }, outputs: Object.fromEntries(names) },
    weightSpecs: weights.map(({ entry }) => entry),
    weightData: new Uint8Array(bytes).buffer,
  };
}

beforeAll(async () => {
  await useBackend("cpu");
});

test.each(cases)("$op: $title", async (each) => {
  const artifacts = artifactsOf(each);
  const [batch, height, width, channels] = each.x as readonly [number, number, number, number];
  const shape = each.x.length === 4 ? [batch, channels, height, width] : each.x;
  const image: Tensor = floatTensor(shape, drawn(shape));
  const expected = await runArtifacts(artifacts, { image });
  const results = evaluate(
    importTfjs(artifacts, "case", () => ({ image: shape })),
    { image },
  );
  expect(Object.keys(results)).toEqual(Object.keys(expected));
  for (const [name, tensor] of Object.entries(expected)) {
    const given = results[name]!;
    expect(given.shape).toEqual(tensor.shape);
    expect(relativeError(floatTensor(given.shape, Float32Array.from(given.data, Number)), tensor)).toBeLessThan(1e-6);
  }
});
