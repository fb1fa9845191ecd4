/** Expressions that a value may be the result of, for rewrites that put one node in the place of several. */
import { type Node, type Value, outputValues } from "../graph.js";
import type { Reading } from "../graphIndex.js";
import type { Op } from "../op.js";

/** What letters of an expression stand for, and the nodes that it took. */
export interface Found {
  readonly values: Readonly<Record<string, Value>>;
  readonly numbers: Readonly<Record<string, number>>;
  readonly nodes: readonly Node[];
}

export interface Looking {
  readonly edit: Reading;
  /** The number that a parameter of one element is; nothing of any other value. */
  readonly numberOf: (value: Value) => number | undefined;
}

/** Every way in which the value is the result of the expression, beside what was found already. */
export type Pattern = (value: Value, found: Found, looking: Looking) => readonly Found[];

const NOTHING: Found = { values: {}, numbers: {}, nodes: [] };

/** The first way in which the value is the result of the expression and nothing else reads what is computed on the way. */
export function find(value: Value, pattern: Pattern, looking: Looking): Found | undefined {
  return pattern(value, NOTHING, looking).find(({ nodes }) => {
    const names = new Set(nodes.map(({ name }) => name));
    const inner = nodes.flatMap(outputValues).filter(({ name }) => name !== value.name);
    return inner.every((each) => looking.edit.isReadOnlyBy(each, names));
  });
}

/** Any value, the same wherever the letter appears. */
export function any(letter: string): Pattern {
  return (value, found) => {
    const known = found.values[letter];
    if (known !== undefined) return known.name === value.name ? [found] : [];
    return [{ ...found, values: { ...found.values, [letter]: value } }];
  };
}

/** A finite number that is known before the graph runs, where `isMeant` holds of it. */
export function number(letter: string, isMeant: (value: number) => boolean = () => true): Pattern {
  return (value, found, { numberOf }) => {
    const known = numberOf(value);
    if (known === undefined || !Number.isFinite(known) || !isMeant(known)) return [];
    return [{ ...found, numbers: { ...found.numbers, [letter]: known } }];
  };
}

/** The result of an op of such operands; `read` answers numbers of its attributes, or nothing where they are others. */
export function call(
  op: Op,
  operands: Readonly<Record<string, Pattern>>,
  read: (attributes: Node["attributes"]) => Readonly<Record<string, number>> | undefined = () => ({}),
): Pattern {
  return (value, found, looking) => {
    const node = looking.edit.producerOf(value);
    if (node?.op !== op) return [];
    const numbers = read(node.attributes);
    if (numbers === undefined) return [];
    const begun: Found = { ...found, numbers: { ...found.numbers, ...numbers }, nodes: [...found.nodes, node] };
    return Object.entries(operands).reduce<readonly Found[]>(
      (ways, [slot, pattern]) => ways.flatMap((way) => pattern(node.inputs[slot] as Value, way, looking)),
      [begun],
    );
  };
}

/** As `call`, of two operands in either order. */
export function either(op: Op, one: Pattern, other: Pattern): Pattern {
  return oneOf(call(op, { a: one, b: other }), call(op, { a: other, b: one }));
}

export function oneOf(...patterns: readonly Pattern[]): Pattern {
  return (value, found, looking) => patterns.flatMap((pattern) => pattern(value, found, looking));
}
