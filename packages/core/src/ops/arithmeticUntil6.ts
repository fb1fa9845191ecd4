/** Operators of two operands before opset 7, which said of the second one how it is stretched: https://onnx.ai/onnx/operators/onnx__Add.html */
import type { SymbolicTensor } from "../builder.js";
import { type OnnxExpansion, defineExpansion } from "../onnxExpansion.js";
import { type OnnxNode, UnsupportedFormError, attributeOf, axisOf } from "../onnxForm.js";
import { sameShape } from "../tensor.js";
import { add } from "./add.js";
import { and } from "./and.js";
import { div } from "./div.js";
import { equal } from "./equal.js";
import { greater } from "./greater.js";
import { less } from "./less.js";
import { mul } from "./mul.js";
import { or } from "./or.js";
import { pow } from "./pow.js";
import { reshape } from "./reshape.js";
import { sub } from "./sub.js";
import { xor } from "./xor.js";

type OfTwo = () => (a: SymbolicTensor, b: SymbolicTensor) => SymbolicTensor;

export const addUntil6 = until6("Add", add);
export const andUntil6 = until6("And", and);
export const divUntil6 = until6("Div", div);
export const equalUntil6 = until6("Equal", equal);
export const greaterUntil6 = until6("Greater", greater);
export const lessUntil6 = until6("Less", less);
export const mulUntil6 = until6("Mul", mul);
export const orUntil6 = until6("Or", or);
export const powUntil6 = until6("Pow", pow);
export const subUntil6 = until6("Sub", sub);
export const xorUntil6 = until6("Xor", xor);

function until6(operator: string, op: OfTwo): OnnxExpansion<"a" | "b"> {
  return defineExpansion({
    operator,
    from: 1,
    until: 6,
    attributes: ["axis", "broadcast", "consumed_inputs"],
    inputs: ["a", "b"],
    build: ({ a, b }, node) => op()(a, alongAxis(a, b, node, operator)),
  });
}

/** The second operand with axes of one element behind its own, so that these are those of the first from `axis` on. */
function alongAxis(a: SymbolicTensor, b: SymbolicTensor, node: OnnxNode, operator: string): SymbolicTensor {
  const [whole, own] = [a.type.shape, b.type.shape];
  if ((attributeOf(node, "broadcast", "int") ?? 0) === 0) {
    if (sameShape(whole, own)) return b;
    throw new UnsupportedFormError({
      operator,
      problem: `has operands of ${whole.join("x")} and ${own.join("x")}, and does not stretch`,
    });
  }
  const given = attributeOf(node, "axis", "int");
  if (given === undefined) return b;
  const behind = whole.length - axisOf(given, whole.length, operator) - own.length;
  if (behind < 0) throw new UnsupportedFormError({ operator, problem: `has no ${own.length} axes from ${given} on` });
  return behind === 0 ? b : reshape({ shape: [...own, ...Array.from({ length: behind }, () => 1)] })(b);
}
