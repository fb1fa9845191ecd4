/** Attributes are parsed once, where a node is built: `stride: 2` becomes `[2, 2]`; inside there is only the canonical form. */
import { nearestName } from "@linknet-kit/base";
import { InvalidAttributeError, UnknownAttributeError } from "./errors.js";
import { type Named, isList } from "./named.js";
import type { TensorType } from "./tensor.js";

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

/** The types of a node's operands, by input. */
export type OperandTypes = Named<string, TensorType>;

/** How one attribute is given and what it becomes. */
export interface AttributeKind<Parsed, Written> {
  /** Shown in `docs/ops.md`. */
  readonly summary: string;
  /** The type of what is given, as TypeScript writes it. */
  readonly written: string;
  /** Absent where the attribute must be given. */
  readonly default?: Written;
  parse(given: Written, attribute: string): Parsed;
  /** The value where the operands decide about it: what counts axes from the end counts them from the start by a rank. */
  settle?(parsed: Parsed, operands: OperandTypes, attribute: string): Parsed;
  /** The value for a tensor whose axes stand in another order, axis `order[i]` as the i-th; absent where axes mean nothing to it. */
  reorder?(parsed: Parsed, order: readonly number[]): Parsed;
}

export type AttributeKinds = Readonly<Record<string, AttributeKind<unknown, unknown>>>;

/** What the inside of the project sees. */
export type Canonical<Kinds extends AttributeKinds> = {
  readonly [Name in keyof Kinds]: Kinds[Name] extends AttributeKind<infer Parsed, unknown> ? Parsed : never;
};

type Optional<Kinds extends AttributeKinds> = {
  [Name in keyof Kinds]: Kinds[Name] extends { default: {} } ? Name : never;
}[keyof Kinds];
type GivenOf<Kind> = Kind extends AttributeKind<unknown, infer Written> ? Written : never;

/** What someone who builds a node writes. */
export type Given<Kinds extends AttributeKinds> = {
  readonly [Name in Exclude<keyof Kinds, Optional<Kinds>>]: GivenOf<Kinds[Name]>;
} & { readonly [Name in Optional<Kinds>]?: GivenOf<Kinds[Name]> | undefined };

/**
 * The canonical attributes; unknown names, missing ones and bad values are errors. Without operands, as where a layer is made, what only
 * they can settle stays as it is given.
 */
export function parseAttributes<Kinds extends AttributeKinds>(
  kinds: Kinds,
  given: Given<Kinds>,
  operands?: OperandTypes,
): Canonical<Kinds> {
  const values = given as Readonly<Record<string, unknown>>;
  for (const name of Object.keys(values)) {
    if (!Object.hasOwn(kinds, name)) {
      const known = Object.keys(kinds);
      throw new UnknownAttributeError({ attribute: name, known, nearest: nearestName(name, known) });
    }
  }
  const parsed = Object.entries(kinds).map(([name, kind]) => {
    const value = kind.parse(values[name] ?? kind.default, name);
    return [name, operands === undefined || kind.settle === undefined ? value : kind.settle(value, operands, name)];
  });
  return Object.fromEntries(parsed) as Canonical<Kinds>;
}

/** The canonical attributes of an op whose tensors get their axes in another order. */
export function reorderAttributes(
  kinds: AttributeKinds,
  attributes: Readonly<Record<string, unknown>>,
  order: readonly number[],
): Record<string, unknown> {
  const reordered = Object.entries(attributes).map(([name, value]) => [
    name,
    kinds[name]?.reorder?.(value, order) ?? value,
  ]);
  return Object.fromEntries(reordered) as Record<string, unknown>;
}

/** Whether an attribute counts this axis: what the op computes runs along it, or joins or picks there. */
export function namesAxis(kinds: AttributeKinds, attributes: Readonly<Record<string, unknown>>, axis: number): boolean {
  return Object.entries(attributes).some(([name, value]) => {
    const isCounted = kinds[name]?.settle !== undefined && kinds[name].reorder !== undefined;
    return isCounted && (Array.isArray(value) ? value.includes(axis) : value === axis);
  });
}

/** The same attribute, with a value for where none is given. */
export function withDefault<Parsed, Written, const Fallback extends Written>(
  kind: AttributeKind<Parsed, Written>,
  fallback: Fallback,
): AttributeKind<Parsed, Written> & { readonly default: Fallback } {
  return { ...kind, default: fallback };
}

/** A whole number of at least `minimum`. */
export function integer(minimum: number): AttributeKind<number, number> {
  return {
    summary: `integer >= ${minimum}`,
    written: "number",
    parse: (given, name) => wholeNumber(given, minimum, name),
  };
}

/** The number of an axis of the operand `input`, of the first where that is a list. */
export function axisNumber(input: string): AttributeKind<number, number> {
  return {
    summary: `an axis of ${input}, counted from the end where it is negative`,
    written: "number",
    parse: (given, name) => wholeNumber(given, -Infinity, name),
    settle: (parsed, operands, name) => axisWithin(parsed, { operands, input }, name),
    reorder: (parsed, order) => order.indexOf(parsed),
  };
}

/** The numbers of some axes of the operand `input`, none twice, in ascending order; one number for one axis. */
export function axisNumbers(input: string): AttributeKind<readonly number[], number | readonly number[]> {
  return {
    summary: `one or more axes of ${input}, counted from the end where they are negative`,
    written: "number | readonly number[]",
    parse: (given, name) => {
      const all: readonly unknown[] = Array.isArray(given) ? given : [given];
      return all.map((each) => wholeNumber(each, -Infinity, name));
    },
    settle: (parsed, operands, name) => {
      const axes = parsed.map((axis) => axisWithin(axis, { operands, input }, name));
      if (new Set(axes).size < axes.length) throw unexpected(name, parsed, "each axis once");
      return axes.toSorted(ascending);
    },
    reorder: (parsed, order) => parsed.map((axis) => order.indexOf(axis)).toSorted(ascending),
  };
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

/** One whole number of at least `minimum` for each axis. */
export function perAxis(minimum: number): AttributeKind<readonly number[], readonly number[]> {
  return {
    summary: `an integer >= ${minimum} for each axis`,
    written: "readonly number[]",
    parse: (given, name) => {
      if (!Array.isArray(given)) throw unexpected(name, given, "a list of integers");
      return given.map((each) => wholeNumber(each, minimum, name));
    },
    reorder: (parsed, order) => order.map((axis) => parsed[axis]!),
  };
}

/** An order of axes; along axes in another order there is nothing left to turn. */
export function axisOrder(): AttributeKind<readonly number[], readonly number[]> {
  return {
    ...perAxis(0),
    summary: "every axis once",
    reorder: (parsed) => [...parsed.keys()],
  };
}

/** A finite number. */
export function number(): AttributeKind<number, number> {
  return {
    summary: "number",
    written: "number",
    parse: (given, name) => {
      if (!Number.isFinite(given)) throw unexpected(name, given, "a finite number");
      return given;
    },
  };
}

/** A number that may be infinite, where nothing is to be limited. */
export function limit(): AttributeKind<number, number> {
  return {
    summary: "number, or infinite",
    written: "number",
    parse: (given, name) => {
      if (typeof given !== "number" || Number.isNaN(given)) throw unexpected(name, given, "a number");
      return given;
    },
  };
}

/** Yes or no. */
export function flag(): AttributeKind<boolean, boolean> {
  return {
    summary: "true or false",
    written: "boolean",
    parse: (given, name) => {
      if (typeof given !== "boolean") throw unexpected(name, given, "true or false");
      return given;
    },
  };
}

/** One of a few words. */
export function oneOf<const Word extends string>(...words: readonly Word[]): AttributeKind<Word, Word> {
  const listed = words.map((word) => `"${word}"`).join(" or ");
  return {
    summary: listed,
    written: words.map((word) => `"${word}"`).join(" | "),
    parse: (given, name) => {
      if (!words.includes(given)) throw unexpected(name, given, listed);
      return given;
    },
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

interface AxisContext {
  readonly operands: OperandTypes;
  readonly input: string;
}

function axisWithin(axis: number, { operands, input }: AxisContext, attribute: string): number {
  const operand = operands[input];
  const rank = (isList(operand) ? operand[0] : operand)?.shape.length ?? 0;
  if (rank === 0) throw unexpected(attribute, axis, `an axis of ${input}, which has none`);
  if (axis < -rank || axis >= rank)
    throw unexpected(attribute, axis, `an axis of ${input}, from ${-rank} to ${rank - 1}`);
  return axis < 0 ? axis + rank : axis;
}

function ascending(a: number, b: number): number {
  return a - b;
}

function wholeNumber(given: unknown, minimum: number, attribute: string): number {
  if (!Number.isSafeInteger(given) || (given as number) < minimum) {
    throw unexpected(attribute, given, minimum === -Infinity ? "an integer" : `an integer >= ${minimum}`);
  }
  return given as number;
}

function unexpected(attribute: string, given: unknown, expected: string): InvalidAttributeError {
  return new InvalidAttributeError({ attribute, given, expected });
}
