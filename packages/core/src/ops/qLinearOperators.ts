/**
 * Operators of ONNX Runtime's own, which its tools write between quantised convolutions, read as what they do to the floats that their
 * operands stand for: https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md
 */
import type { SymbolicTensor } from "../builder.js";
import type { DType } from "../dtypes.js";
import { type ExpansionContext, defineExpansion } from "../onnxExpansion.js";
import { type OnnxNode, UnsupportedFormError, attributeOf } from "../onnxForm.js";
import { type Tensor, filled, zeros } from "../tensor.js";
import { add } from "./add.js";
import { averagePoolOp, averagePoolOverEdges } from "./averagePool.js";
import { cast } from "./cast.js";
import { concatOp } from "./concat.js";
import { dequantizeLinearOp } from "./dequantizeLinear.js";
import { globalAveragePool } from "./globalAveragePool.js";
import { leakyRelu } from "./leakyRelu.js";
import { matMul } from "./matMul.js";
import { mul } from "./mul.js";
import { quantizeLinearOp } from "./quantizeLinear.js";
import { sigmoid } from "./sigmoid.js";
import { softmax } from "./softmax.js";
import { transpose } from "./transpose.js";

interface Scaled {
  readonly scale: SymbolicTensor;
  readonly zeroPoint: SymbolicTensor | undefined;
}

function floatsOf(x: SymbolicTensor, { scale, zeroPoint }: Scaled, axis = 1): SymbolicTensor {
  const inputs = { x, scale, ...(zeroPoint !== undefined && { zeroPoint }) };
  return x.builder.apply(dequantizeLinearOp, inputs, { axis }).y;
}

/** In the type of the zero point, or in `dtype` from 0. */
function quantized(
  x: SymbolicTensor,
  dtype: DType,
  { scale, zeroPoint }: Scaled,
  { builder }: ExpansionContext,
): SymbolicTensor {
  const zero = zeroPoint ?? builder.constant(builder.freeName("zeroPoint"), zeros(dtype, scale.type.shape) as Tensor);
  return builder.apply(quantizeLinearOp, { x, scale, zeroPoint: zero }, {}).y;
}

function ofTwo(name: string, compute: (a: SymbolicTensor, b: SymbolicTensor) => SymbolicTensor) {
  return defineExpansion({
    operator: `com.microsoft::${name}`,
    from: 1,
    inputs: ["a", "aScale", "aZeroPoint?", "b", "bScale", "bZeroPoint?", "yScale", "yZeroPoint?"],
    build: ({ a, aScale, aZeroPoint, b, bScale, bZeroPoint, yScale, yZeroPoint }, _, context) => {
      const y = compute(
        floatsOf(a, { scale: aScale, zeroPoint: aZeroPoint }),
        floatsOf(b, { scale: bScale, zeroPoint: bZeroPoint }),
      );
      return quantized(y, a.type.dtype, { scale: yScale, zeroPoint: yZeroPoint }, context);
    },
  });
}

type OfOne = (x: SymbolicTensor, node: OnnxNode, context: ExpansionContext) => SymbolicTensor;

function ofOne(name: string, attributes: readonly string[], compute: OfOne) {
  return defineExpansion({
    operator: `com.microsoft::${name}`,
    from: 1,
    attributes,
    inputs: ["x", "xScale", "xZeroPoint?", "yScale", "yZeroPoint?"],
    build: ({ x, xScale, xZeroPoint, yScale, yZeroPoint }, node, context) => {
      const y = compute(floatsOf(x, { scale: xScale, zeroPoint: xZeroPoint }), node, context);
      return quantized(y, x.type.dtype, { scale: yScale, zeroPoint: yZeroPoint }, context);
    },
  });
}

export const qLinearAdd = ofTwo("QLinearAdd", (a, b) => add()(a, b));
export const qLinearMul = ofTwo("QLinearMul", (a, b) => mul()(a, b));
export const qLinearSigmoid = ofOne("QLinearSigmoid", [], (x) => sigmoid()(x));

export const qLinearLeakyRelu = ofOne("QLinearLeakyRelu", ["alpha"], (x, node) =>
  leakyRelu({ alpha: attributeOf(node, "alpha", "float") })(x),
);

/** Of all axes behind one, as Softmax was before opset 13, or of that one: the node says which. */
export const qLinearSoftmax = ofOne("QLinearSoftmax", ["axis", "opset"], (x, node) => {
  const { length } = x.type.shape;
  const given = attributeOf(node, "axis", "int") ?? -1;
  const axis = given < 0 ? given + length : given;
  const isOne = (attributeOf(node, "opset", "int") ?? 13) >= 13;
  return softmax({ axes: isOne ? axis : [...x.type.shape.keys()].slice(axis) })(x);
});

export const qLinearGlobalAveragePool = ofOne("QLinearGlobalAveragePool", ["channels_last"], (x, node) => {
  refuseChannelsLast(node, "QLinearGlobalAveragePool");
  return globalAveragePool()(x);
});

export const qLinearAveragePool = ofOne(
  "QLinearAveragePool",
  [...averagePoolOverEdges.attributes!, "channels_last"],
  (x, node, context) => {
    refuseChannelsLast(node, "QLinearAveragePool");
    const isGiven = (name: string): boolean => (attributeOf(node, name, "int") ?? 0) !== 0;
    if (isGiven("ceil_mode") && isGiven("count_include_pad"))
      throw new UnsupportedFormError({ operator: "QLinearAveragePool", problem: "counts what windows reach over" });
    const overEdges = averagePoolOverEdges.build({ x }, node, context) as SymbolicTensor | undefined;
    const [form] = averagePoolOp.onnx;
    return overEdges ?? context.builder.apply(averagePoolOp, { x }, form!.read(node, { x: x.type })).y;
  },
);

function refuseChannelsLast(node: OnnxNode, operator: string): void {
  if ((attributeOf(node, "channels_last", "int") ?? 0) === 0) return;
  throw new UnsupportedFormError({ operator, problem: "has its channels last" });
}

/** Each tensor with its scale and its zero point. */
export const qLinearConcat = defineExpansion({
  operator: "com.microsoft::QLinearConcat",
  from: 1,
  attributes: ["axis"],
  inputs: ["yScale", "yZeroPoint", "xs..."],
  build: ({ yScale, yZeroPoint, xs }, node, context) => {
    const axis = attributeOf(node, "axis", "int");
    if (axis === undefined || xs.length === 0 || xs.length % 3 !== 0)
      throw new UnsupportedFormError({ operator: "QLinearConcat", problem: "has no axis, or tensors without scales" });
    const parts = Array.from({ length: xs.length / 3 }, (_, part) => {
      const [x, scale, zeroPoint] = xs.slice(part * 3, part * 3 + 3);
      return floatsOf(x!, { scale: scale!, zeroPoint });
    });
    const { y } = context.builder.apply(concatOp, { xs: parts }, { axis });
    return quantized(y, xs[0]!.type.dtype, { scale: yScale, zeroPoint: yZeroPoint }, context);
  },
});

/** A bias has the scale of a product; without a scale of its own the result is floats. */
export const qGemm = defineExpansion({
  operator: "com.microsoft::QGemm",
  from: 1,
  attributes: ["alpha", "transA", "transB"],
  inputs: ["a", "aScale", "aZeroPoint", "b", "bScale", "bZeroPoint", "c?", "yScale?", "yZeroPoint?"],
  build: ({ a, aScale, aZeroPoint, b, bScale, bZeroPoint, c, yScale, yZeroPoint }, node, context) => {
    const { builder } = context;
    const isTurned = (name: string): boolean => (attributeOf(node, name, "int") ?? 0) !== 0;
    const turned = (x: SymbolicTensor, name: string) => (isTurned(name) ? transpose({ order: [1, 0] })(x) : x);
    const left = turned(floatsOf(a, { scale: aScale, zeroPoint: aZeroPoint }), "transA");
    const axis = isTurned("transB") ? 0 : 1;
    const right = turned(floatsOf(b, { scale: bScale, zeroPoint: bZeroPoint }, axis), "transB");
    const product = matMul()(left, right);
    const sum = c === undefined ? product : add()(product, mul()(cast({ to: "float32" })(c), mul()(aScale, bScale)));
    const alpha = attributeOf(node, "alpha", "float") ?? 1;
    const y = alpha === 1 ? sum : mul()(sum, builder.constant(builder.freeName("alpha"), filled("float32", [], alpha)));
    return yScale === undefined ? y : quantized(y, a.type.dtype, { scale: yScale, zeroPoint: yZeroPoint }, context);
  },
});
