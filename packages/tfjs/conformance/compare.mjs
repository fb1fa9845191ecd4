/** What a way computes against what ONNX stored. */
import { castTensor, printType, sameType } from "@linknet-kit/core";

/** @import { Tensor } from "@linknet-kit/core" */

/** What ONNX's own runner allows. */
const TOLERANCE = { relative: 1e-3, absolute: 1e-7 };

/** What is wrong with the tensor, in words; `undefined` where nothing is.
 * @param {Tensor | undefined} computed
 * @param {Tensor | undefined} expected
 * @param {boolean} keepsTypes
 * @returns {string | undefined} */
export function difference(computed, expected, keepsTypes) {
  if (computed === undefined || expected === undefined) return "is missing";
  if (keepsTypes && !sameType(computed, expected)) return `is ${printType(computed)}, expected ${printType(expected)}`;
  if (computed.shape.join() !== expected.shape.join())
    return `is ${printType(computed)}, expected ${printType(expected)}`;
  const numbers = numbersOf(expected);
  for (const [index, value] of numbersOf(computed).entries()) {
    const wanted = Number(numbers[index]);
    if (Object.is(value, wanted)) continue;
    const allowed = TOLERANCE.absolute + TOLERANCE.relative * Math.abs(wanted);
    if (!(Math.abs(value - wanted) <= allowed)) return `has ${value} at ${index}, expected ${wanted}`;
  }
  return undefined;
}

/** @param {Tensor} tensor */
function numbersOf(tensor) {
  return tensor.dtype === "int64" ? Array.from(tensor.data, Number) : Array.from(castTensor(tensor, "float32").data);
}
