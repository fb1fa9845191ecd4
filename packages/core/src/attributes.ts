/** Attributes are parsed once, where a node is built: `stride: 2` becomes `[2, 2]`; inside there is only the canonical form. */
import { InvalidAttributeError } from "./errors.js";

export type Pair = readonly [number, number];
/** Padding of an image, in rows and columns. */
export interface Padding {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** How one attribute is given and what it becomes. */
export interface AttributeKind<Canonical, Given> {
  /** Shown in `docs/ops.md`. */
  readonly summary: string;
  /** Absent where the attribute must be given. */
  readonly default?: Given;
  parse(given: Given, attribute: string): Canonical;
}

export type AttributeKinds = Readonly<Record<string, AttributeKind<any, any>>>;

/** What the inside of the project sees. */
export type Canonical<Kinds extends AttributeKinds> = {
  readonly [Name in keyof Kinds]: Kinds[Name] extends AttributeKind<infer C, any> ? C : never;
};

type Optional<Kinds extends AttributeKinds> = {
  [Name in keyof Kinds]: Kinds[Name] extends { default: {} } ? Name : never;
}[keyof Kinds];
type GivenOf<Kind> = Kind extends AttributeKind<any, infer G> ? G : never;

/** What someone who builds a node writes. */
export type Given<Kinds extends AttributeKinds> = {
  readonly [Name in Exclude<keyof Kinds, Optional<Kinds>>]: GivenOf<Kinds[Name]>;
} & { readonly [Name in Optional<Kinds>]?: GivenOf<Kinds[Name]> | undefined };

type WithDefault<Kind, G> = Kind & { readonly default: G };

/** The canonical attributes; unknown names, missing ones and bad values are errors. */
export function parseAttributes<Kinds extends AttributeKinds>(kinds: Kinds, given: Given<Kinds>): Canonical<Kinds> {
  const values = given as Readonly<Record<string, unknown>>;
  for (const name of Object.keys(values)) {
    if (!Object.hasOwn(kinds, name)) {
      const known = Object.keys(kinds).join(", ") || "no attribute";
      throw new InvalidAttributeError({ attribute: name, given: values[name], expected: known });
    }
  }
  const parsed = Object.entries(kinds).map(([name, kind]) => [name, kind.parse(values[name] ?? kind.default, name)]);
  return Object.fromEntries(parsed) as Canonical<Kinds>;
}

/** A whole number of at least `minimum`. */
export function integer(minimum: number): AttributeKind<number, number>;
export function integer(minimum: number, fallback: number): WithDefault<AttributeKind<number, number>, number>;
export function integer(minimum: number, fallback?: number): AttributeKind<number, number> {
  return kind(`integer >= ${minimum}`, fallback, (given, name) => wholeNumber(given, minimum, name));
}

/** One number for both, or [vertical, horizontal]. */
export function pair(minimum: number): AttributeKind<Pair, number | Pair>;
export function pair(minimum: number, fallback: number): WithDefault<AttributeKind<Pair, number | Pair>, number>;
export function pair(minimum: number, fallback?: number): AttributeKind<Pair, number | Pair> {
  return kind<Pair, number | Pair>(`one or two integers >= ${minimum}`, fallback, (given, name) => {
    const both = typeof given === "number" ? [given, given] : given;
    if (!Array.isArray(both) || both.length !== 2) throw unexpected(name, given, "a number or [vertical, horizontal]");
    return [wholeNumber(both[0], minimum, name), wholeNumber(both[1], minimum, name)];
  });
}

/** One number for all sides, [vertical, horizontal], or a side each; zero unless given. */
export function padding(): WithDefault<AttributeKind<Padding, number | Pair | Padding>, number> {
  const parse = (given: number | Pair | Padding, name: string): Padding => {
    const sides = sidesOf(given);
    for (const side of [sides.top, sides.left, sides.bottom, sides.right]) wholeNumber(side, 0, name);
    return { top: sides.top, left: sides.left, bottom: sides.bottom, right: sides.right };
  };
  return { ...kind("rows and columns added around the image", 0, parse), default: 0 };
}

/** One number an axis. */
export function integers(minimum = Number.MIN_SAFE_INTEGER): AttributeKind<readonly number[], readonly number[]> {
  return kind<readonly number[], readonly number[]>("integers, one an axis", undefined, (given, name) => {
    if (!Array.isArray(given)) throw unexpected(name, given, "a list of integers");
    return given.map((each) => wholeNumber(each, minimum, name));
  });
}

/** A finite number. */
export function number(fallback: number): WithDefault<AttributeKind<number, number>, number> {
  const parse = (given: number, name: string): number => {
    if (!Number.isFinite(given)) throw unexpected(name, given, "a finite number");
    return given;
  };
  return { ...kind("number", fallback, parse), default: fallback };
}

function kind<C, G>(
  summary: string,
  fallback: G | undefined,
  parse: (given: G, name: string) => C,
): AttributeKind<C, G> {
  return { summary, parse, ...(fallback === undefined ? {} : { default: fallback }) };
}

function sidesOf(given: number | Pair | Padding): Padding {
  if (typeof given === "number") return { top: given, left: given, bottom: given, right: given };
  if (!isPair(given)) return given;
  const [vertical, horizontal] = given;
  return { top: vertical, left: horizontal, bottom: vertical, right: horizontal };
}

function isPair(given: Pair | Padding): given is Pair {
  return Array.isArray(given);
}

function wholeNumber(given: unknown, minimum: number, attribute: string): number {
  if (!Number.isSafeInteger(given) || (given as number) < minimum) {
    throw unexpected(attribute, given, `an integer >= ${minimum}`);
  }
  return given as number;
}

function unexpected(attribute: string, given: unknown, expected: string): InvalidAttributeError {
  return new InvalidAttributeError({ attribute, given, expected });
}
