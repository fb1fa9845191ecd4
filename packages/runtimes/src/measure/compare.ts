/** Compares what a runtime answered with what the reference did. */
import type { Tensor } from "@linknet-kit/core";
import { printType, sameType } from "@linknet-kit/core/tensors";
import type { OutputValue, Tensors } from "../runtime/runtime.js";
import { compareTensors } from "./compareTensors.js";
import type { Comparison } from "./measurement.js";

interface Expected {
  /** The expected output of that index. */
  readonly expectedOf: (index: number) => Tensor | Promise<Tensor>;
  readonly tolerance: number;
}

/** The worst over all outputs, one loaded at a time. */
export async function compareOutputs(
  outputs: readonly Pick<OutputValue, "name">[],
  actual: Tensors,
  { expectedOf, tolerance }: Expected,
): Promise<Comparison> {
  const worst = { relativeError: 0, shareAbove: 0 };
  for (const [index, { name }] of outputs.entries()) {
    const tensor = Object.hasOwn(actual, name) ? actual[name] : undefined;
    if (tensor === undefined) return { mismatch: `the output "${name}" is missing` };
    const expected = await expectedOf(index);
    if (!sameType(tensor, expected)) {
      return { mismatch: `"${name}" is ${printType(tensor)} instead of ${printType(expected)}` };
    }
    const compared = compareTensors(tensor, expected, tolerance);
    if (compared === undefined) return { mismatch: `"${name}" holds values that are not finite` };
    worst.relativeError = Math.max(worst.relativeError, compared.relativeError);
    worst.shareAbove = Math.max(worst.shareAbove, compared.shareAbove);
  }
  return worst;
}
