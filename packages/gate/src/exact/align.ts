/**
 * Which parts of two counts are the same part. Exporters number unnamed nodes, so that one layer more gives every later one another
 * name: parts are matched by what they are and by their order, and by names only as far as these say more.
 */

import { group } from "d3-array";

export interface Part {
  readonly name: string;
  /** Parts of different kinds are never the same. */
  readonly kind: string;
  /** Equal for parts that cost the same in every figure. */
  readonly structure: string;
}

/** Indices of one part in both counts; of a part that only one has, the other is `undefined`. */
export type Match = readonly [base: number | undefined, candidate: number | undefined];

/** More comparisons than these, for thousands of parts that all changed, are not made: names alone are left then. */
const MOST_COMPARISONS = 4_000_000;

/** What exporters count up. */
const NUMBER = /[_.]?\d+$/;

/** A part by numbers, which are compared more quickly than words. */
interface Token {
  readonly name: number;
  readonly stem: number;
  readonly kind: number;
  readonly structure: number;
  /** Whether somebody gave it its name, which then says more than a cost that two parts share by chance. */
  readonly isGiven: boolean;
}

const SURE = 6;

/** How sure it is that two parts are the same; 0 where they are not. */
function likeness(a: Token, b: Token): number {
  if (a.kind !== b.kind) return 0;
  const sameStem = a.stem === b.stem;
  if (a.structure === b.structure) return a.name === b.name ? SURE : sameStem ? 5 : 3;
  return a.isGiven && a.name === b.name ? 4 : sameStem && !a.isGiven ? 1 : 0;
}

function tokenizer(): (part: Part) => Token {
  const numbers = new Map<string, number>();
  const numberOf = (word: string): number => {
    const known = numbers.get(word) ?? numbers.size;
    numbers.set(word, known);
    return known;
  };
  return ({ name, kind, structure }) => ({
    name: numberOf(name),
    stem: numberOf(name.replace(NUMBER, "")),
    kind: numberOf(kind),
    structure: numberOf(structure),
    isGiven: name !== "" && !NUMBER.test(name),
  });
}

/** Every part of both once, in the candidate's order as far as it has them. */
export function alignParts(base: readonly Part[], candidate: readonly Part[]): readonly Match[] {
  const tokenOf = tokenizer();
  const [before, now] = [base.map(tokenOf), candidate.map(tokenOf)];
  const isSure = (i: number, j: number): boolean => likeness(before[i]!, now[j]!) === SURE;
  const shorter = Math.min(base.length, candidate.length);
  let head = 0;
  while (head < shorter && isSure(head, head)) head++;
  let tail = 0;
  while (tail < shorter - head && isSure(base.length - 1 - tail, candidate.length - 1 - tail)) tail++;
  const inOrder = alignInOrder(before.slice(head, before.length - tail), now.slice(head, now.length - tail));
  const middle = inOrder.map(([i, j]): Match => [i === undefined ? i : i + head, j === undefined ? j : j + head]);
  return [
    ...range(head).map((index): Match => [index, index]),
    ...matchMoved(middle, before, now),
    ...range(tail).map((index): Match => [base.length - tail + index, candidate.length - tail + index]),
  ];
}

/** The pairs in order that are likest in sum, by dynamic programming. */
function alignInOrder(base: readonly Token[], candidate: readonly Token[]): readonly Match[] {
  const [rows, columns] = [base.length, candidate.length];
  if (rows * columns > MOST_COMPARISONS) {
    return [...range(rows).map((i): Match => [i, undefined]), ...range(columns).map((j): Match => [undefined, j])];
  }
  const width = columns + 1;
  const best = new Uint32Array((rows + 1) * width);
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      const paired = best[(i + 1) * width + j + 1]! + likeness(base[i]!, candidate[j]!);
      best[i * width + j] = Math.max(paired, best[(i + 1) * width + j]!, best[i * width + j + 1]!);
    }
  }
  const matches: Match[] = [];
  let [i, j] = [0, 0];
  while (i < rows && j < columns) {
    const here = best[i * width + j]!;
    const alike = likeness(base[i]!, candidate[j]!);
    if (alike > 0 && here === best[(i + 1) * width + j + 1]! + alike) matches.push([i++, j++]);
    else if (here === best[(i + 1) * width + j]!) matches.push([i++, undefined]);
    else matches.push([undefined, j++]);
  }
  while (i < rows) matches.push([i++, undefined]);
  while (j < columns) matches.push([undefined, j++]);
  return matches;
}

/** Parts that stand elsewhere now are matched too: by name, else by what they are. */
function matchMoved(matches: readonly Match[], base: readonly Token[], candidate: readonly Token[]): readonly Match[] {
  const byName = matchBy(({ name, kind }) => `${name} ${kind}`, matches, base, candidate);
  return matchBy(({ kind, structure }) => `${kind} ${structure}`, byName, base, candidate);
}

/** Those that only the base has with those that only the candidate has, where their keys are the same. */
function matchBy(
  keyOf: (token: Token) => string,
  matches: readonly Match[],
  base: readonly Token[],
  candidate: readonly Token[],
): readonly Match[] {
  const gone = group(
    matches.flatMap(([i, j]) => (i !== undefined && j === undefined ? [i] : [])),
    (i) => keyOf(base[i]!),
  );
  const found = new Set<number>();
  const paired = matches.map(([i, j]): Match => {
    const from = i === undefined ? gone.get(keyOf(candidate[j!]!))?.shift() : undefined;
    if (from === undefined) return [i, j];
    found.add(from);
    return [from, j];
  });
  return paired.filter(([i, j]) => j !== undefined || !found.has(i!));
}

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}
