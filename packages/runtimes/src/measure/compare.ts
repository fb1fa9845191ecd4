/** Compares what a runtime answered with what the reference did. */
import type { Tensor, TensorType } from "@linknet-kit/core";
import { kindOfElements, printType, sameType } from "@linknet-kit/core/tensors";
import type { OutputValue, Tensors } from "../runtime/runtime.js";
import { compareTensors } from "./compareTensors.js";
import type { Comparison } from "./measurement.js";

interface Expected {
  /** The expected output of that index. */
  readonly expectedOf: (index: number) => Tensor | Promise<Tensor>;
  readonly tolerance: number;
}

/** The worst over all outputs, one loaded at a time. Each is as its type says, where that is known before a run. */
export async function compareOutputs(
  outputs: readonly OutputValue[],
  actual: Tensors,
  { expectedOf, tolerance }: Expected,
): Promise<Comparison> {
  const worst = { relativeError: 0, shareAbove: 0 };
  for (const [index, { name, type }] of outputs.entries()) {
    const tensor = Object.hasOwn(actual, name) ? actual[name] : undefined;
    if (tensor === undefined) return { mismatch: `the output "${name}" is missing` };
    const expected = await expectedOf(index);
    const wanted = isComparable(tensor, expected) ? type : expected;
    if (wanted !== undefined && !sameType(tensor, wanted)) {
      return { mismatch: `"${name}" is ${printType(tensor)} instead of ${printType(wanted)}` };
    }
    const compared = compareTensors(tensor, expected, tolerance);
    if (compared === undefined) return { mismatch: `"${name}" holds values that are not finite` };
    worst.relativeError = Math.max(worst.relativeError, compared.relativeError);
    worst.shareAbove = Math.max(worst.shareAbove, compared.shareAbove);
  }
  return worst;
}

/**
 * Whether their numbers may stand for each other, as between a model and what was made of it: floats of 16 and of 32 bits, and whole
 * numbers of any width, since tfjs has those of 32 bits alone.
 */
export function isComparable(a: TensorType, b: TensorType): boolean {
  return sameType(widened(a), widened(b));
}

function widened({ dtype, shape }: TensorType): TensorType {
  if (kindOfElements(dtype) === "integer") return { dtype: "int64", shape };
  return { dtype: dtype === "float16" ? "float32" : dtype, shape };
}
