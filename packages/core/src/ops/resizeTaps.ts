/** Which elements of an axis each element of the resized axis is made of: https://onnx.ai/onnx/operators/onnx__Resize.html */

export const COORDINATES = [
  "half_pixel",
  "half_pixel_symmetric",
  "pytorch_half_pixel",
  "align_corners",
  "asymmetric",
  "tf_half_pixel_for_nn",
  "tf_crop_and_resize",
] as const;
export const ROUNDINGS = ["round_prefer_floor", "round_prefer_ceil", "floor", "ceil"] as const;
export const RESIZE_MODES = ["nearest", "linear", "cubic"] as const;

/** One axis: how long it is and becomes, and by which factor its positions are meant to grow, which need not be the quotient of both. */
export interface ResizedAxis {
  readonly from: number;
  readonly to: number;
  readonly scale: number;
  /** The part of it that is resized, from 0 to 1 the whole; 1 is the last element. */
  readonly region?: readonly [start: number, end: number];
}

export interface Resampling {
  readonly mode: (typeof RESIZE_MODES)[number];
  readonly coordinates: (typeof COORDINATES)[number];
  /** Of `nearest`. */
  readonly rounding: (typeof ROUNDINGS)[number];
  /** Of `cubic`: the slope of its kernel, and whether elements beyond the border count nothing instead of repeating the border. */
  readonly cubicA: number;
  readonly excludeOutside: boolean;
}

/** For each element of the result its sources and their weights, the same number for all. */
export interface Taps {
  readonly width: number;
  readonly sources: Int32Array;
  readonly weights: Float64Array;
}

export function tapsOf(axis: ResizedAxis, resampling: Resampling): Taps {
  const tap = { nearest: nearestTap, linear: linearTaps, cubic: cubicTaps }[resampling.mode];
  const all = Array.from({ length: axis.to }, (_, position) =>
    tap(positionIn(position, axis, resampling.coordinates), axis, resampling),
  );
  return {
    width: all[0]?.length ?? 1,
    sources: Int32Array.from(all.flatMap((taps) => taps.map(([source]) => source))),
    weights: Float64Array.from(all.flatMap((taps) => taps.map(([, weight]) => weight))),
  };
}

/** Runtimes compute positions in float32, which decides about ties. */
function positionIn(position: number, axis: ResizedAxis, coordinates: Resampling["coordinates"]): number {
  const { from, to, scale } = axis;
  const factor = Math.fround(scale);
  const quotient = Math.fround(Math.fround(position + 0.5) / factor);
  const middle = Math.fround(quotient - 0.5);
  switch (coordinates) {
    case "half_pixel":
      return middle;
    case "half_pixel_symmetric": {
      const cut = Math.fround((from / 2) * Math.fround(1 - Math.fround(to / Math.fround(factor * from))));
      return Math.fround(Math.fround(cut + quotient) - 0.5);
    }
    case "pytorch_half_pixel":
      return to > 1 ? middle : 0;
    case "align_corners":
      return to === 1 ? 0 : Math.fround(Math.fround(position * (from - 1)) / (to - 1));
    case "asymmetric":
      return Math.fround(position / factor);
    case "tf_crop_and_resize":
      return positionInRegion(position, axis);
    default:
      return quotient;
  }
}

function positionInRegion(position: number, { from, to, region = [0, 1] }: ResizedAxis): number {
  const [start, end] = region.map(Math.fround) as [number, number];
  if (to === 1) return Math.fround(Math.fround(0.5 * Math.fround(start + end)) * (from - 1));
  const stretched = Math.fround(Math.fround(position * Math.fround(end - start)) * (from - 1));
  return Math.fround(Math.fround(start * (from - 1)) + Math.fround(stretched / (to - 1)));
}

/** Which elements of the resized axis lie outside the axis: those of a region that reaches over its ends. */
export function outsideOf(axis: ResizedAxis, { coordinates }: Pick<Resampling, "coordinates">): readonly boolean[] {
  return Array.from({ length: axis.to }, (_, position) => {
    const place = coordinates === "tf_crop_and_resize" ? positionInRegion(position, axis) : 0;
    return place < 0 || place > axis.from - 1;
  });
}

/** Whether runtimes find the same positions, however they compute them: where they all take the same steps, or none of these rounds. */
function isExact(
  { from, to, scale, region: [start, end] = [0, 1] }: ResizedAxis,
  coordinates: Resampling["coordinates"],
) {
  if (coordinates === "half_pixel_symmetric") return to === Math.fround(scale) * from;
  if (coordinates !== "tf_crop_and_resize") return true;
  return [start * (from - 1), (end - start) * (from - 1), ((end - start) * (from - 1)) / (to - 1)].every((step) =>
    Number.isInteger(step * 2 ** 10),
  );
}

/** Whether rounding errors decide which element is nearest, or which lie outside the axis. */
export function isUndecided(
  axis: ResizedAxis,
  { mode, coordinates, rounding }: Omit<Resampling, "cubicA" | "excludeOutside">,
): boolean {
  const { from, to, region: [start] = [0] } = axis;
  if (isExact(axis, coordinates)) return false;
  const positions = Array.from({ length: to }, (_, at) => positionIn(at, axis, coordinates));
  const isNear = (position: number, place: number): boolean => Math.abs(position - place) < 1e-5 * Math.max(1, from);
  // The first position is where the region starts: no error makes that another one than 0.
  const isAtEnd = (position: number, at: number): boolean =>
    (at > 0 || start !== 0) && (isNear(position, 0) || isNear(position, from - 1));
  if (coordinates === "tf_crop_and_resize" && positions.some(isAtEnd)) return true;
  if (mode !== "nearest") return false;
  // A side that does not change is left as it is by some, whatever its factor.
  const between = rounding.startsWith("round") ? 1 / 2 : 0;
  return from === to || positions.some((each) => isNear(each - between, Math.round(each - between)));
}

type Tap = readonly [source: number, weight: number];

const within = (source: number, from: number): number => Math.min(from - 1, Math.max(0, source));

/** So near to the middle of two elements a position is held to be there: float32 alone has moved it. ONNX Runtime does so too. */
const TIE = 1e-6;

function nearestTap(position: number, { from }: ResizedAxis, { rounding }: Resampling): readonly Tap[] {
  const rounded = {
    round_prefer_floor: Math.ceil(position - 0.5 - TIE),
    round_prefer_ceil: Math.floor(position + 0.5 + TIE),
    floor: Math.floor(position),
    ceil: Math.ceil(position),
  }[rounding];
  return [[within(rounded, from), 1]];
}

function linearTaps(given: number, { from }: ResizedAxis): readonly Tap[] {
  const position = within(given, from);
  const before = Math.floor(position);
  const share = position - before;
  return [
    [before, 1 - share],
    [within(before + 1, from), share],
  ];
}

/** Keys, Cubic convolution interpolation for digital image processing (1981), with the slope `cubicA`. */
function cubicTaps(position: number, { from }: ResizedAxis, { cubicA: a, excludeOutside }: Resampling): readonly Tap[] {
  const before = Math.floor(position);
  const share = position - before;
  const near = (x: number): number => ((a + 2) * x - (a + 3)) * x * x + 1;
  const far = (x: number): number => ((a * x - 5 * a) * x + 8 * a) * x - 4 * a;
  const taps = [far(1 + share), near(share), near(1 - share), far(2 - share)].map((weight, index): Tap => {
    const source = before - 1 + index;
    const isOutside = excludeOutside && source !== within(source, from);
    return [within(source, from), isOutside ? 0 : weight];
  });
  if (!excludeOutside) return taps;
  const sum = taps.reduce((total, [, weight]) => total + weight, 0);
  return taps.map(([source, weight]): Tap => [source, weight / sum]);
}
