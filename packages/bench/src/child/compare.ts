/** Compares what a runtime answered with what the reference did. */
import type { Tensor, Value } from "@linknet-kit/core";
import { printType, sameType } from "@linknet-kit/core/tensors";
import type { Tensors } from "../runtimes/runtime.js";
import { compareTensors } from "./compareTensors.js";
import type { Comparison } from "./protocol.js";

interface Expected {
  /** The expected output of that index. */
  readonly expectedOf: (index: number) => Tensor | Promise<Tensor>;
  readonly tolerance: number;
}

/** The worst over all outputs, one loaded at a time. */
export async function compareOutputs(
  outputs: readonly Value[],
  actual: Tensors,
  { expectedOf, tolerance }: Expected,
): Promise<Comparison> {
  const worst = { relativeError: 0, shareAbove: 0 };
  for (const [index, { name, type }] of outputs.entries()) {
    const tensor = actual[name];
    if (tensor === undefined) return { mismatch: `the output "${name}" is missing` };
    if (!sameType(tensor, type)) return { mismatch: `"${name}" is ${printType(tensor)} instead of ${printType(type)}` };
    const compared = compareTensors(tensor, await expectedOf(index), tolerance);
    if (compared === undefined) return { mismatch: `"${name}" holds values that are not finite` };
    worst.relativeError = Math.max(worst.relativeError, compared.relativeError);
    worst.shareAbove = Math.max(worst.shareAbove, compared.shareAbove);
  }
  return worst;
}
