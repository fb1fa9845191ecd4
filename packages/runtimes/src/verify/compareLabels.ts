/** How near a label map is to the one that a number for each class says. */
import type { Tensor } from "@linknet-kit/core";
import { numbersOf } from "../measure/numbersOf.js";
import type { ValueComparison } from "./compareValues.js";

/** Shares of all places. */
export interface LabelComparison {
  /** Those with another class than the largest number's, the lower one of equals. */
  readonly differing: number;
  /** Those of them whose number is as large but for what rounding may make of both; known beside a number a class alone. */
  readonly nearTies?: number;
}

/**
 * Labels against logits N x C x ..., which rounding may move by `tolerance` of the largest. Errors are how much less the number of a
 * label's class is than the largest; what differs is above the tolerance unless it is nearly a tie.
 */
export function compareLabels(actual: Tensor, expected: Tensor, tolerance: number): ValueComparison {
  const [labels, logits] = [numbersOf(actual), numbersOf(expected)];
  const [, classes = 1, ...sides] = expected.shape;
  const inner = sides.reduce((product, side) => product * side, 1);
  let [scale, finiteElements] = [0, 0];
  for (let index = 0; index < logits.length; index += 1) {
    const size = Math.abs(Number(logits[index]));
    if (!Number.isFinite(size)) continue;
    finiteElements += 1;
    scale = Math.max(scale, size);
  }
  if (scale === 0) scale = 1;
  const allowed = 2 * tolerance * scale;
  let [differing, nearTies, largest] = [0, 0, 0];
  for (let place = 0; place < labels.length; place += 1) {
    const first = Math.floor(place / inner) * classes * inner + (place % inner);
    const at = (label: number): number => Number(logits[first + label * inner]);
    const [label, wanted] = [Number(labels[place]), largestAt(at, classes)];
    if (label === wanted) continue;
    differing += 1;
    const isClass = label >= 0 && label < classes;
    const gap = isClass ? at(wanted) - at(label) : Number.POSITIVE_INFINITY;
    // Of what is no number nothing is nearly the largest.
    if (gap <= allowed) nearTies += 1;
    largest = Math.max(largest, Number.isNaN(gap) ? Number.POSITIVE_INFINITY : gap);
  }
  const count = Math.max(1, labels.length);
  return {
    maxAbsoluteError: largest,
    relativeError: largest / scale,
    argmaxAgreement: 1 - differing / count,
    shareAbove: (differing - nearTies) / count,
    finiteElements,
    labels: { differing: differing / count, nearTies: nearTies / count },
  };
}

function largestAt(at: (label: number) => number, classes: number): number {
  let best = 0;
  for (let label = 1; label < classes; label += 1) if (at(label) > at(best)) best = label;
  return best;
}
