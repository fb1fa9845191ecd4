/** What is said of a resized tensor. */
import { type AttributeKind, type Canonical, flag, number, oneOf, perAxis, withDefault } from "../attributes.js";
import { InvalidAttributeError } from "../errors.js";
import { COORDINATES, RESIZE_MODES, ROUNDINGS } from "./resizeTaps.js";

/** Factors of positions, one an axis, or none where they are the quotients of the sides. */
const scales: AttributeKind<readonly number[], readonly number[]> = {
  summary: "a number > 0 for each axis, or none: the quotient of its sides",
  written: "readonly number[]",
  parse: (given, attribute) => {
    const isRight = Array.isArray(given) && given.every((each) => Number.isFinite(each) && each > 0);
    if (!isRight) throw new InvalidAttributeError({ attribute, given, expected: "numbers > 0" });
    return given;
  },
  reorder: (parsed, order) => (parsed.length === 0 ? parsed : order.map((axis) => parsed[axis]!)),
};

export const resizeAttributes = {
  size: perAxis(1),
  scales: withDefault(scales, [] as readonly number[]),
  mode: withDefault(oneOf(...RESIZE_MODES), "nearest"),
  coordinates: withDefault(oneOf(...COORDINATES), "half_pixel"),
  rounding: withDefault(oneOf(...ROUNDINGS), "round_prefer_floor"),
  cubicA: withDefault(number(), -0.75),
  excludeOutside: withDefault(flag(), false),
};
export type ResizeKinds = typeof resizeAttributes;
export type ResizeAttributes = Canonical<ResizeKinds>;
