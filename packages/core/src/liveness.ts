/** How long values live: what a walk over the nodes in order may drop, and when. */
import { type Graph, inputValues } from "./graph.js";

/** The index of the last node that reads each value; outputs of the graph live past every node. */
export function lastReads(graph: Graph): ReadonlyMap<string, number> {
  const reads = graph.nodes.flatMap((node, index) => inputValues(node).map(({ name }) => [name, index] as const));
  return new Map([...reads, ...graph.outputs.map(({ name }) => [name, graph.nodes.length] as const)]);
}
