/** One output of an artifact beside the one of the reference that it is held to. */
import type { Tensor } from "@linknet-kit/core";
import { printType } from "@linknet-kit/core/tensors";
import { isComparable } from "../measure/compare.js";
import type { OutputValue } from "../runtime/runtime.js";
import { compareLabels } from "./compareLabels.js";
import { type ValueComparison, compareValues } from "./compareValues.js";
import { logitsOf } from "./logitsOf.js";

export interface ComparedValue extends ValueComparison {
  readonly name: string;
  readonly shape: readonly number[];
  readonly passed: boolean;
}

interface Wanted {
  /** Of the reference. */
  readonly outputs: readonly OutputValue[];
  readonly load: (name: string) => Promise<Tensor>;
  readonly tolerance: number;
  /** The share of elements that may be above it. */
  readonly allowed: number;
}

/** Labels are held to a number a class where the reference has these; in words why two cannot be compared. */
export async function compareOutput(
  output: OutputValue,
  actual: Tensor,
  { outputs, load, tolerance, allowed }: Wanted,
): Promise<ComparedValue | string> {
  const { name } = output;
  const logits = logitsOf(output, outputs);
  const expected = await load(logits?.name ?? name);
  if (logits === undefined && !isComparable(actual, expected)) {
    return `${name} is ${printType(actual)} instead of ${printType(expected)}`;
  }
  const compare = logits === undefined ? compareValues : compareLabels;
  const compared = compare(actual, expected, tolerance);
  return { name, shape: actual.shape, ...compared, passed: compared.shareAbove <= allowed };
}
