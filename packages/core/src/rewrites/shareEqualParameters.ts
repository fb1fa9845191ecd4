/** Parameters of equal values are one. Alone among the rewrites it looks at weights, of those that another has the type of. */
import { type Graph, type Parameter, type Value, mapOperands } from "../graph.js";
import { indexOf } from "../graphIndex.js";
import { type Tensor, printType } from "../tensor.js";
import type { Model, Weights } from "../weights.js";
import type { Rewrite } from "./rewrite.js";

/** Outputs of the graph keep parameters of their own. Weights are drawn once each, and a second time to compare those that look equal. */
export const shareEqualParameters = (): Rewrite => ({
  name: "shareEqualParameters",
  summary: "keeps one of parameters that have the same values",
  run: (model) => {
    const instead = equalParameters(model);
    return instead.size === 0 ? model : { ...model, graph: readInstead(model.graph, instead) };
  },
});

/** By the names of those that go, what stays for them. */
function equalParameters({ graph, weights }: Model): ReadonlyMap<string, Value> {
  const index = indexOf(graph);
  const groups = new Map<string, Parameter[]>();
  for (const parameter of graph.parameters) {
    if (index.isOutput(parameter)) continue;
    const key = printType(parameter.type);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [parameter]);
    else group.push(parameter);
  }
  const instead = new Map<string, Value>();
  for (const group of groups.values()) if (group.length > 1) shareWithin(group, weights, instead);
  return instead;
}

function shareWithin(group: readonly Parameter[], weights: Weights, instead: Map<string, Value>): void {
  const firsts = new Map<number, Parameter[]>();
  for (const parameter of group) {
    const tensor = weights.get(parameter);
    const hash = hashOf(bytesOf(tensor));
    const alike = firsts.get(hash) ?? [];
    firsts.set(hash, alike);
    const first = alike.find((each) => sameBytes(weights.get(each), tensor));
    if (first === undefined) alike.push(parameter);
    else instead.set(parameter.name, { name: first.name, type: first.type });
  }
}

function readInstead(graph: Graph, instead: ReadonlyMap<string, Value>): Graph {
  return {
    ...graph,
    parameters: graph.parameters.filter(({ name }) => !instead.has(name)),
    nodes: graph.nodes.map((node) => ({
      ...node,
      inputs: mapOperands(node.inputs, (value) => instead.get(value.name) ?? value),
    })),
  };
}

function bytesOf({ data: { buffer, byteOffset, byteLength } }: Tensor): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** So many bytes, spread over all, tell apart what is not equal; what they do not is compared. */
const MOST_HASHED = 2 ** 14;

/** FNV-1a, of 32 bits: https://www.ietf.org/archive/id/draft-eastlake-fnv-21.html */
function hashOf(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  // An odd step meets each of an element's bytes.
  const step = Math.ceil(bytes.length / MOST_HASHED) | 1;
  for (let index = 0; index < bytes.length; index += step) hash = Math.imul(hash ^ bytes[index]!, 0x01000193);
  return hash;
}

function sameBytes(a: Tensor, b: Tensor): boolean {
  const [one, other] = [bytesOf(a), bytesOf(b)];
  return one.every((byte, index) => byte === other[index]);
}
