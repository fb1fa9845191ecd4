/** Whether two ONNX files compute the same of the input that both are fed by their seed. */
import { join } from "node:path";
import type { OpenSizes } from "@linknet-kit/onnx";
import { HALF_TOLERANCE, TOLERANCE, allowedShare, areLabels } from "../measure/check.js";
import { isComparable } from "../measure/compare.js";
import { type ModelFile, openModelFile } from "../modelFile/openModelFile.js";
import { checkEnds } from "../verify/checkEnds.js";
import { compareValues } from "../verify/compareValues.js";
import { makeIndependentReference, makeReference } from "../verify/reference.js";
import type { ComparedValue } from "../verify/compareOutput.js";

export interface ModelComparison {
  /** What computed both, in words. */
  readonly by: string;
  readonly seed: number;
  /** Of errors, relative to the largest expected value. */
  readonly tolerance: number;
  readonly outputs: readonly ComparedValue[];
}

export interface ComparisonOptions {
  /** What the files leave open of their inputs. */
  readonly sizes: OpenSizes;
  /** Of the input. */
  readonly seed: number;
  /** Where outputs are kept until they are compared. */
  readonly folder: string;
  readonly signal: AbortSignal | undefined;
}

/**
 * Both are computed by a runtime that optimises nothing where it runs the first, else by the evaluator. Rejects where they take or give
 * other values, or neither can be computed.
 */
export async function compareModels(
  paths: readonly [before: string, after: string],
  { sizes, ...options }: ComparisonOptions,
): Promise<ModelComparison> {
  const before = await openModelFile(paths[0], sizes);
  const after = await openModelFile(paths[1], sizes);
  checkEnds(after, before);
  checkOrder(after, before);
  const { seed, folder } = options;
  const shared = { layers: false, ...options };
  const expected = await makeIndependentReference(before, { ...shared, folder: join(folder, "before") });
  // By the same means, whatever the second costs.
  const evaluatorOperations = expected.isEvaluated ? Infinity : -1;
  const actual = await makeReference(after, { ...shared, folder: join(folder, "after"), evaluatorOperations });
  const tolerance = before.isHalf ? HALF_TOLERANCE : TOLERANCE;
  const most = allowedShare(before.passesPositions, areLabels(before.outputs));
  const outputs: ComparedValue[] = [];
  for (const { name } of before.outputs) {
    options.signal?.throwIfAborted();
    const [given, wanted] = [await actual.load(name), await expected.load(name)];
    if (!isComparable(given, wanted)) throw new Error(`"${name}" is of another type in ${after.path}`);
    const compared = compareValues(given, wanted, tolerance);
    outputs.push({ name, shape: wanted.shape, ...compared, passed: compared.shareAbove <= most });
  }
  return { by: expected.by, seed, tolerance, outputs };
}

/** Programs may go by positions. */
function checkOrder(after: ModelFile, before: ModelFile): void {
  for (const ends of ["inputs", "outputs"] as const) {
    const [given, wanted] = [after, before].map((file) => file[ends].map(({ name }) => name).join("\n"));
    if (given !== wanted) throw new Error(`${after.path} has its ${ends} in another order`);
  }
}
