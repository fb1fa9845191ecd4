/** Attributes along the spatial axes of images, lines and volumes. */
import type { AttributeKind } from "./attributes.js";
import { type AxisContext, unexpected, wholeNumber } from "./attributeKinds.js";
import { isList } from "./named.js";

export type Pair = readonly [number, number];

/** Padding of an image, in rows and columns. */
export interface Padding {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** Padding along any number of spatial axes: before the first element of each, and behind the last. */
export interface SpatialPadding {
  readonly begin: readonly number[];
  readonly end: readonly number[];
}

/** One number for both, or [vertical, horizontal]. */
export function pair(minimum: number): AttributeKind<Pair, number | Pair> {
  return {
    summary: `integer >= ${minimum}, or [vertical, horizontal]`,
    written: "number | Pair",
    parse: (given, name) => {
      const both: readonly unknown[] = Array.isArray(given) ? given : [given, given];
      if (both.length !== 2) throw unexpected(name, given, "a number or [vertical, horizontal]");
      return [wholeNumber(both[0], minimum, name), wholeNumber(both[1], minimum, name)];
    },
  };
}

/** Of an image: one number for all sides, [vertical, horizontal], or a number for each side. */
export function padding(): AttributeKind<SpatialPadding, number | Pair | Padding> {
  return {
    summary: "integer >= 0, [vertical, horizontal], or { top, left, bottom, right }",
    written: "number | Pair | Padding",
    parse: (given, name) => {
      if (typeof given === "object" && given !== null && "top" in given) return paddingOfSides(given, name);
      const both = pair(0).parse(given, name);
      return { begin: both, end: both };
    },
  };
}

/** One number for all spatial axes of the operand `input`, which are those behind N x C, or one for each. */
export function perSpatialAxis(
  input: string,
  minimum: number,
): AttributeKind<readonly number[], number | readonly number[]> {
  return {
    summary: `integer >= ${minimum}, or one for each spatial axis`,
    written: "number | readonly number[]",
    parse: (given, name) => numbersOf(given, minimum, name),
    settle: (parsed, operands, name) => onEachAxis(parsed, { operands, input }, name),
  };
}

/** One number for both ends of all spatial axes of the operand `input`, one for both of each, or apart; of images also by side. */
export function spatialPadding(
  input: string,
): AttributeKind<SpatialPadding, number | readonly number[] | SpatialPadding | Padding> {
  return {
    summary: "integer >= 0, one for each spatial axis, or { begin, end } with one for each",
    written: "number | readonly number[] | SpatialPadding | Padding",
    parse: (given, name) => {
      if (typeof given === "object" && given !== null && "top" in given) return paddingOfSides(given, name);
      const { begin, end } =
        typeof given === "object" && given !== null && "begin" in given ? given : { begin: given, end: given };
      return { begin: numbersOf(begin, 0, name), end: numbersOf(end, 0, name) };
    },
    settle: ({ begin, end }, operands, name) => ({
      begin: onEachAxis(begin, { operands, input }, name),
      end: onEachAxis(end, { operands, input }, name),
    }),
  };
}

function paddingOfSides(given: Padding, name: string): SpatialPadding {
  const side = (which: keyof Padding): number => wholeNumber(given[which], 0, `${name}.${which}`);
  return { begin: [side("top"), side("left")], end: [side("bottom"), side("right")] };
}

function numbersOf(given: number | readonly number[], minimum: number, name: string): readonly number[] {
  const all: readonly unknown[] = Array.isArray(given) ? given : [given];
  return all.map((each) => wholeNumber(each, minimum, name));
}

/** One number for each spatial axis; what has none is for its op to refuse. */
function onEachAxis(numbers: readonly number[], { operands, input }: AxisContext, name: string): readonly number[] {
  const operand = operands[input];
  const count = ((isList(operand) ? operand[0] : operand)?.shape.length ?? 0) - 2;
  if (count < 1 || numbers.length === count) return numbers;
  const [one, ...more] = numbers;
  if (one === undefined || more.length > 0) throw unexpected(name, numbers, `one for each of ${count} spatial axes`);
  return Array.from({ length: count }, () => one);
}
