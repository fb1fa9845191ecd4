/** Attributes are parsed once, where a node is built: `stride: 2` becomes `[2, 2]`; inside there is only the canonical form. */
import { nearestName } from "@linknet-kit/base";
import { UnknownAttributeError } from "./errors.js";
import type { Named } from "./named.js";
import type { TensorType } from "./tensor.js";

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
