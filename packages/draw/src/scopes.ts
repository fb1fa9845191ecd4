/** In which module each node of a graph stands: as its file says, by the slashes in its name, or by the names of weights. */
import { type Graph, type Node, indexOf, inputValues, outputValues } from "@linknet-kit/core";
import { type ScopeOf, scopeByName } from "./tree.js";

/** What a file says of nodes by their names; empty where it says nothing. */
export type WrittenScopes = ReadonlyMap<string, readonly string[]>;

type Scope = readonly string[];

export function scopesOf(graph: Graph, written: WrittenScopes = new Map()): ScopeOf {
  if (written.size > 0) return (node, position) => writtenScope(node.name, written) ?? scopeByName(node, position);
  // A few are below others where one node of a file became several.
  const named = graph.nodes.filter(({ name }) => name.replace(/^\/+/, "").includes("/"));
  if (2 * named.length >= graph.nodes.length) return scopeByName;
  const scopes = scopesByWeights(graph);
  return (_, position) => scopes[position]!;
}

/** Nodes that one of a file became are named below it: `node_linear/matMul`. */
function writtenScope(name: string, written: WrittenScopes): Scope | undefined {
  const own = written.get(name);
  if (own !== undefined) return own;
  const end = name.lastIndexOf("/");
  const above = end < 0 ? undefined : written.get(name.slice(0, end));
  return above && [...above, name.slice(0, end)];
}

/**
 * A node with weights stands where these do: `layer1.0.conv1.weight` is in `layer1`, `layer1.0`, `layer1.0.conv1`. One without stands in the
 * innermost module that has both what gives it its input last and what reads it first, so that no module is said to have what may not be in it.
 */
function scopesByWeights(graph: Graph): readonly Scope[] {
  const index = indexOf(graph);
  const weighed = graph.nodes.map((node) => weightScope(node, (name) => index.parameter(name) !== undefined));
  const around = (scope: Scope): Scope => scope.slice(0, -1);
  const before: Scope[] = [];
  const givers = new Map<string, number>();
  graph.nodes.forEach((node, position) => {
    const positions = inputValues(node).flatMap(({ name }) => givers.get(name) ?? []);
    const last = positions.length === 0 ? undefined : before[positions.reduce((a, b) => Math.max(a, b))];
    const own = weighed[position];
    before.push(own === undefined ? (last ?? []) : around(own));
    for (const { name } of outputValues(node)) givers.set(name, position);
  });
  const after = new Map<string, Scope>(graph.outputs.map(({ name }) => [name, []]));
  const scopes: Scope[] = [];
  for (const [position, node] of [...graph.nodes.entries()].toReversed()) {
    const own = weighed[position];
    const behind = own === undefined ? (after.get(outputValues(node)[0]!.name) ?? []) : around(own);
    scopes[position] = own ?? shared(before[position]!, behind);
    // Backwards, so that the first reader is what stays: what reads a value far behind it says little of where it is.
    for (const { name } of inputValues(node)) after.set(name, behind);
  }
  return scopes;
}

/** Of the first weight whose name has dots. */
function weightScope(node: Node, isParameter: (name: string) => boolean): Scope | undefined {
  const weight = inputValues(node).find(({ name }) => isParameter(name) && name.includes("."));
  if (weight === undefined) return undefined;
  const parts = weight.name.split(".").slice(0, -1);
  // A number alone is no name to a reader: it is one of a sequence.
  return parts.map((_, at) => parts.slice(lastName(parts, at), at + 1).join("."));
}

/** Where the last part stands that is no number, up to this one. */
function lastName(parts: readonly string[], at: number): number {
  let name = at;
  while (name > 0 && /^\d+$/.test(parts[name]!)) name -= 1;
  return name;
}

function shared(a: Scope, b: Scope): Scope {
  const end = a.findIndex((segment, at) => b[at] !== segment);
  return end < 0 ? a : a.slice(0, end);
}
