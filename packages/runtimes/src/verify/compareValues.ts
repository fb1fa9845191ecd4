/** How near a tensor is to the one that was expected, in the measures that people ask for. */
import type { Tensor } from "@linknet-kit/core";
import { kindOfElements } from "@linknet-kit/core/tensors";
import type { LabelComparison } from "./compareLabels.js";
import { allowedDifference, differenceOf, numbersOf } from "../measure/numbersOf.js";

type Numbers = ReturnType<typeof numbersOf>;

export interface ValueComparison {
  /** Largest absolute difference. */
  readonly maxAbsoluteError: number;
  /** The same over the largest absolute expected value. */
  readonly relativeError: number;
  /** Of both as vectors: 1 where they point the same way. Two that are zero everywhere agree. Labels are none. */
  readonly cosineSimilarity?: number;
  /** Share of positions whose largest channel is the same; absent where there is one channel only. */
  readonly argmaxAgreement?: number;
  /** Share of elements whose difference is above the tolerance, over the largest absolute expected value. */
  readonly shareAbove: number;
  /** Of the expected values, those that are a finite number: where there is none, agreement says little. */
  readonly finiteElements: number;
  /** Of images of whole numbers alone, which are labels. */
  readonly labels?: LabelComparison;
  /** Present where one value is so large that the errors, relative to the largest, say nothing about most of the others. */
  readonly overshadowed?: Overshadowed;
}

interface Overshadowed {
  /** The largest absolute expected value over the median one; zeros do not count. */
  readonly largestOverMedian: number;
  /** Largest absolute difference over the largest absolute expected value, among those that are not so large. */
  readonly othersRelativeError: number;
}

/** So many times the median: with less, a relative error past the tolerance of most values still shows as one. */
const OVERSHADOWING = 1e6;

/** Both of one shape. A value that is not finite on either side alone is above every tolerance: its error is infinite. */
export function compareValues(actual: Tensor, expected: Tensor, tolerance: number): ValueComparison {
  const [got, wanted] = [numbersOf(actual), numbersOf(expected)];
  const count = wanted.length;
  let scale = 0;
  for (let index = 0; index < count; index += 1) scale = Math.max(scale, finite(Math.abs(Number(wanted[index]))));
  // Where zeros are expected the error is the absolute one.
  if (scale === 0) scale = 1;
  const allowed = allowedDifference(expected, tolerance * scale);
  let [finiteElements, zeros, tiny] = [0, 0, 0];
  let [largest, above, product, gotSquares, wantedSquares] = [0, 0, 0, 0, 0];
  for (let index = 0; index < count; index += 1) {
    const [a, b] = [Number(got[index]), Number(wanted[index])];
    const difference = differenceOf(got[index]!, wanted[index]!);
    if (difference > largest) largest = difference;
    if (difference > allowed) above += 1;
    if (Number.isFinite(b)) finiteElements += 1;
    if (b === 0) zeros += 1;
    else if (Math.abs(b) < scale / OVERSHADOWING) tiny += 1;
    product += a * b;
    gotSquares += a * a;
    wantedSquares += b * b;
  }
  if (isLabelMap(expected)) {
    const differing = above / Math.max(1, count);
    const errors = { maxAbsoluteError: largest, relativeError: largest / scale };
    return { ...errors, shareAbove: differing, finiteElements, labels: { differing } };
  }
  const agreement = argmaxAgreement(got, wanted, expected.shape);
  // The median is looked for only where it is known to be that small.
  const isOvershadowed = kindOfElements(expected.dtype) === "float" && 2 * tiny > finiteElements - zeros;
  return {
    maxAbsoluteError: largest,
    relativeError: largest / scale,
    cosineSimilarity: largest === 0 ? 1 : cosine(product, gotSquares, wantedSquares),
    ...(agreement === undefined ? {} : { argmaxAgreement: agreement }),
    shareAbove: above / Math.max(1, count),
    finiteElements,
    ...(isOvershadowed ? { overshadowed: lookAtOthers(got, wanted, scale) } : {}),
  };
}

function lookAtOthers(got: Numbers, wanted: Numbers, scale: number): Overshadowed {
  const magnitudes = Float64Array.from(wanted as ArrayLike<number>, Math.abs).filter(
    (size) => size > 0 && Number.isFinite(size),
  );
  const median = magnitudes.toSorted()[magnitudes.length >> 1]!;
  let [largest, largestOther] = [0, 0];
  for (let index = 0; index < wanted.length; index += 1) {
    const size = Math.abs(Number(wanted[index]));
    if (!(size <= OVERSHADOWING * median)) continue;
    largestOther = Math.max(largestOther, size);
    largest = Math.max(largest, differenceOf(got[index]!, wanted[index]!));
  }
  return { largestOverMedian: scale / median, othersRelativeError: largest / largestOther };
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : 0;
}

function cosine(product: number, gotSquares: number, wantedSquares: number): number {
  const value = product / Math.sqrt(gotSquares * wantedSquares);
  // Sums that overflow, or a vector of zeros beside one that is not, say nothing of a direction.
  return Number.isFinite(value) ? Math.min(1, value) : 0;
}

/** Images of whole numbers are labels, of which none is larger than another. */
function isLabelMap({ dtype, shape }: Tensor): boolean {
  return shape.length === 3 && kindOfElements(dtype) === "integer";
}

/** Channels are the second axis of images, the last one of all else; the first of equals counts. */
function argmaxAgreement(got: Numbers, wanted: Numbers, shape: readonly number[]): number | undefined {
  const axis = shape.length === 4 ? 1 : shape.length - 1;
  const channels = shape[axis] ?? 1;
  if (channels < 2) return undefined;
  const inner = shape.slice(axis + 1).reduce((product, side) => product * side, 1);
  const positions = wanted.length / channels;
  let same = 0;
  for (let position = 0; position < positions; position += 1) {
    const first = Math.floor(position / inner) * channels * inner + (position % inner);
    if (largestOf(got, first, inner, channels) === largestOf(wanted, first, inner, channels)) same += 1;
  }
  return positions === 0 ? undefined : same / positions;
}

// oxlint-disable-next-line max-params -- called for each of a million positions
function largestOf(data: Numbers, first: number, step: number, channels: number): number {
  let best = 0;
  for (let channel = 1; channel < channels; channel += 1) {
    if (data[first + channel * step]! > data[first + best * step]!) best = channel;
  }
  return best;
}
