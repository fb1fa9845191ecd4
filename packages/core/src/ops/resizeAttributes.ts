/** What is said of a resized tensor. */
import { flag, number, oneOf, perAxis } from "../attributeKinds.js";
import { type AttributeKind, type Canonical, withDefault } from "../attributes.js";
import { InvalidAttributeError } from "../errors.js";
import type { Shape } from "../tensor.js";
import { COORDINATES, RESIZE_MODES, ROUNDINGS, type ResizedAxis } from "./resizeTaps.js";

/** Numbers above a bound, one an axis, or none where the usual is meant. */
function numbers(usual: string, bound = -Infinity): AttributeKind<readonly number[], readonly number[]> {
  const above = bound === -Infinity ? "" : ` > ${bound}`;
  return {
    summary: `a number${above} for each axis, or none: ${usual}`,
    written: "readonly number[]",
    parse: (given, attribute) => {
      const isRight = Array.isArray(given) && given.every((each) => Number.isFinite(each) && each > bound);
      if (!isRight) throw new InvalidAttributeError({ attribute, given, expected: `numbers${above}` });
      return given;
    },
    reorder: (parsed, order) => (parsed.length === 0 ? parsed : order.map((axis) => parsed[axis]!)),
  };
}

const none: readonly number[] = [];

export const resizeAttributes = {
  size: perAxis(1),
  /** Factors of positions. */
  scales: withDefault(numbers("the quotient of its sides", 0), none),
  mode: withDefault(oneOf(...RESIZE_MODES), "nearest"),
  coordinates: withDefault(oneOf(...COORDINATES), "half_pixel"),
  rounding: withDefault(oneOf(...ROUNDINGS), "round_prefer_floor"),
  cubicA: withDefault(number(), -0.75),
  excludeOutside: withDefault(flag(), false),
  /** Of `tf_crop_and_resize`: the part that is resized, in lengths from the first element to the last, and what stands where it reaches further. */
  regionStart: withDefault(numbers("0"), none),
  regionEnd: withDefault(numbers("1"), none),
  extrapolation: withDefault(number(), 0),
};
export type ResizeKinds = typeof resizeAttributes;
export type ResizeAttributes = Canonical<ResizeKinds>;

export type ResizeSides = Pick<ResizeAttributes, "size" | "scales" | "regionStart" | "regionEnd">;

/** What becomes of an axis of a tensor of that shape. */
export function resizedAxisOf(
  shape: Shape,
  { size, scales, regionStart, regionEnd }: ResizeSides,
  axis: number,
): ResizedAxis {
  const [from, to] = [shape[axis]!, size[axis]!];
  return { from, to, scale: scales[axis] ?? to / from, region: [regionStart[axis] ?? 0, regionEnd[axis] ?? 1] };
}
