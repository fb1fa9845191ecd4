/** What a pass over a graph moves through memory where layers run one by one, as runtimes of today run them. */
import type { GraphCost } from "./cost.js";
import { type Graph, type Node, inputValues, outputValues } from "./graph.js";
import { indexOf } from "./graphIndex.js";

/**
 * Bytes that must move at least: every layer's operands and used outputs once, weights included. Batch norm, activation and dropout move
 * nothing of their own behind a convolution that nothing else reads. A runtime that keeps values in caches from one layer to the next
 * moves less.
 */
export function trafficBytes(graph: Graph, { layers }: GraphCost): number {
  const index = indexOf(graph);
  /** Results of convolutions and of what is done on them before they are written. */
  const unwritten = new Set<string>();
  let bytes = 0;
  graph.nodes.forEach((node, position) => {
    const isTail = isDoneOnTheWay(node) && inputValues(node).some(({ name }) => unwritten.has(name));
    if (!isTail) bytes += layers[position]!.bytes;
    if (!isTail && node.op.convolution === undefined) return;
    for (const value of outputValues(node)) if (index.isReadOnce(value)) unwritten.add(value.name);
  });
  return bytes;
}

/** A sum reads another image besides. */
function isDoneOnTheWay({ op: { fusion } }: Node): boolean {
  return fusion !== undefined && fusion !== "sum";
}
