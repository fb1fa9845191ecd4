/** A fully connected layer, `alpha * a * b + beta * c`, as that or as a product of matrices and a sum: https://onnx.ai/onnx/operators/onnx__Gemm.html */
import type { SymbolicTensor } from "../builder.js";
import { isFloat } from "../dtypes.js";
import type { Named } from "../named.js";
import { type ExpansionContext, defineExpansion } from "../onnxExpansion.js";
import { type OnnxNode, UnsupportedFormError, attributeOf } from "../onnxForm.js";
import { filled, sameShape } from "../tensor.js";
import { add } from "./add.js";
import { linearOp } from "./linear.js";
import { matMul } from "./matMul.js";
import { mul } from "./mul.js";
import { transpose } from "./transpose.js";

const ATTRIBUTES = ["alpha", "beta", "transA", "transB"];

export const gemm = defineExpansion({
  operator: "Gemm",
  from: 7,
  attributes: ATTRIBUTES,
  inputs: ["a", "b", "c?"],
  build,
});

/** Until then it said whether the sum is stretched. */
export const gemmUntil6 = defineExpansion({
  operator: "Gemm",
  from: 1,
  until: 6,
  attributes: [...ATTRIBUTES, "broadcast"],
  inputs: ["a", "b", "c?"],
  build,
});

function build(
  { a, b, c }: Named<"a" | "b" | "c?", SymbolicTensor>,
  node: OnnxNode,
  { builder, opset }: ExpansionContext,
): SymbolicTensor | undefined {
  const matrix = (x: SymbolicTensor, flag: string): SymbolicTensor => {
    if (x.type.shape.length !== 2) {
      throw new UnsupportedFormError({
        operator: "Gemm",
        problem: `multiplies ${x.type.shape.join("x")}, no matrix`,
      });
    }
    return (attributeOf(node, flag, "int") ?? 0) === 0 ? x : transpose({ order: [1, 0] })(x);
  };
  const scaled = (x: SymbolicTensor, name: "alpha" | "beta"): SymbolicTensor => {
    const factor = attributeOf(node, name, "float") ?? 1;
    if (!isFloat(x.type.dtype) && !Number.isInteger(factor))
      throw new UnsupportedFormError({ operator: "Gemm", problem: `multiplies integers by ${factor}` });
    return factor === 1 ? x : mul()(x, builder.constant(builder.freeName(name), filled(x.type.dtype, [], factor)));
  };
  const [x, weight] = [matrix(a, "transA"), matrix(b, "transB")];
  const isPlain = ["alpha", "beta"].every((name) => (attributeOf(node, name, "float") ?? 1) === 1);
  // Of integers readers know products and sums rather than a Gemm.
  if (isPlain && isFloat(a.type.dtype) && c !== undefined && sameShape(c.type.shape, weight.type.shape.slice(1))) {
    // As it stands, unless a matrix was turned.
    if (opset >= 7 && x === a && weight === b) return undefined;
    return builder.apply(linearOp, { x, weight, bias: c }, {}).y;
  }
  const product = scaled(matMul()(x, weight), "alpha");
  return c === undefined ? product : add()(product, scaled(c, "beta"));
}
