/** Compares what a runtime answered with what the reference did. */
import { type Tensor, type Value, printType, sameType } from "@linknet-kit/core";
import type { Tensors } from "../runtimes/runtime.js";
import type { Comparison } from "./protocol.js";
import { loadOutput } from "./stored.js";

/** The worst over all outputs, one loaded at a time. */
export async function compareOutputs(
  outputs: readonly Value[],
  actual: Tensors,
  { expectedFolder, tolerance }: { readonly expectedFolder: string; readonly tolerance: number },
): Promise<Comparison> {
  const worst = { relativeError: 0, shareAbove: 0 };
  for (const [index, { name, type }] of outputs.entries()) {
    const tensor = actual[name];
    if (tensor === undefined) return { mismatch: `the output "${name}" is missing` };
    if (!sameType(tensor, type)) return { mismatch: `"${name}" is ${printType(tensor)} instead of ${printType(type)}` };
    const compared = compareTensors(tensor, await loadOutput(expectedFolder, outputs, index), tolerance);
    if (compared === undefined) return { mismatch: `"${name}" holds values that are not finite` };
    worst.relativeError = Math.max(worst.relativeError, compared.relativeError);
    worst.shareAbove = Math.max(worst.shareAbove, compared.shareAbove);
  }
  return worst;
}

/**
 * Largest absolute difference relative to the largest absolute expected value, and the share of elements whose difference is above
 * `tolerance` of that value; `undefined` where any difference is not finite.
 */
export function compareTensors(
  { data: actual }: Pick<Tensor, "data">,
  { data: expected }: Pick<Tensor, "data">,
  tolerance: number,
): { relativeError: number; shareAbove: number } | undefined {
  let scale = 0;
  for (let index = 0; index < expected.length; index += 1) scale = Math.max(scale, Math.abs(Number(expected[index])));
  // Where zeros are expected the error is the absolute one.
  if (scale === 0) scale = 1;
  let largest = 0;
  let above = 0;
  for (let index = 0; index < expected.length; index += 1) {
    const difference = Math.abs(Number(actual[index]) - Number(expected[index]));
    if (!Number.isFinite(difference)) return undefined;
    if (difference > largest) largest = difference;
    if (difference > tolerance * scale) above += 1;
  }
  return { relativeError: largest / scale, shareAbove: above / Math.max(1, expected.length) };
}
