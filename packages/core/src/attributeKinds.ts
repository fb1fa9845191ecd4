/** The kinds of attributes that are not along spatial axes: numbers, axes, words. */
import type { AttributeKind, OperandTypes } from "./attributes.js";
import { InvalidAttributeError } from "./errors.js";
import { isList } from "./named.js";

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

/** The operand whose axes are meant. */
export interface AxisContext {
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

export function wholeNumber(given: unknown, minimum: number, attribute: string): number {
  if (!Number.isSafeInteger(given) || (given as number) < minimum) {
    throw unexpected(attribute, given, minimum === -Infinity ? "an integer" : `an integer >= ${minimum}`);
  }
  return given as number;
}

export function unexpected(attribute: string, given: unknown, expected: string): InvalidAttributeError {
  return new InvalidAttributeError({ attribute, given, expected });
}
