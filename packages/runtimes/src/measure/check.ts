/** When an output counts as right. */
import type { Graph, TensorType, Value } from "@linknet-kit/core";
import { kindOfElements } from "@linknet-kit/core/tensors";
import type { Comparison } from "./measurement.js";

/** Of 32-bit floating point, relative to the largest absolute value of the output. */
export const TOLERANCE = 1e-4;

/**
 * Of a model with numbers of 16 bits: it cannot be held to the rounding of 32. Networks here are up to 4e-3 off what they give in 32 bits where
 * sums are kept in 32, and a GPU that sums in 16 has 3 of 18 million elements 1.2e-2 off; where positions are passed on, a fifth of SegNet's
 * elements are farther off than this, as ties of rounded numbers are decided otherwise.
 */
export const HALF_TOLERANCE = 2e-2;

/**
 * Share of the elements that may be further off where positions of maxima are passed on. SegNet at 480x320 has up to 16 %, whatever
 * its size, since every deep window that rounding decides reaches 200 pixels around; the others agree to 1e-7. A wrong weight, scale
 * or offset leaves none that agree, and what is wrong at the borders alone shows at the small size, where every element counts.
 */
const ALLOWED_SHARE = 0.5;

/** Share of labels that may be others: that of pixels where two classes are equal but for rounding. Nothing here tells which these are. */
const ALLOWED_LABELS = 1e-3;

/** The ops that find positions of maxima and that use them. */
const POOL = "maxPool";
const UNPOOL = "maxUnpool";

/** What may be above the tolerance at full size. */
export function allowedShareAbove(graph: Graph): number {
  return allowedShare(passesPositions(graph));
}

/** As `allowedShareAbove`, of a model that does or does not pass positions on, or gives labels alone. */
export function allowedShare(isPassingPositions: boolean, givesLabels = false): number {
  if (isPassingPositions) return ALLOWED_SHARE;
  return givesLabels ? ALLOWED_LABELS : 0;
}

/** Whether all that a model gives is images of whole numbers, as far as its file tells. */
export function areLabels(outputs: readonly { readonly type?: TensorType }[]): boolean {
  return outputs.every(({ type }) => type?.shape.length === 3 && kindOfElements(type.dtype) === "integer");
}

export function isRight(comparison: Comparison, allowed: number): boolean {
  return !("mismatch" in comparison) && comparison.shareAbove <= allowed;
}

/** Whether a node puts values where another one found maxima. Other integers that nodes read excuse nothing. */
export function passesPositions({ nodes }: Graph): boolean {
  const positions = new Set(nodes.flatMap(({ op, outputs }) => (op.name === POOL ? [outputs["indices"]!.name] : [])));
  return nodes.some(({ op, inputs }) => op.name === UNPOOL && positions.has((inputs["indices"] as Value).name));
}

/** In words; `tolerance` is what the comparison was made with. */
export function describeComparison(comparison: Comparison, tolerance = TOLERANCE): string {
  if ("mismatch" in comparison) return comparison.mismatch;
  const { relativeError, shareAbove } = comparison;
  // With two digits, all of them would be 1.0e+2 %.
  const percent = (100 * shareAbove).toPrecision(shareAbove < 0.995 ? 2 : 3);
  const share = shareAbove === 0 ? "" : `, ${percent} % of the elements above ${tolerance}`;
  return `relative error ${relativeError.toExponential(1)}${share}`;
}
