/** What a pass over a graph moves through memory where layers run one by one, as runtimes of today run them. */
import type { GraphCost } from "./cost.js";
import { type Graph, type Node, inputValues } from "./graph.js";
import { batchNormOp } from "./ops/batchNorm.js";
import { conv2dOp } from "./ops/conv2d.js";
import { convTranspose2dOp } from "./ops/convTranspose2d.js";
import { dropout2dOp } from "./ops/dropout2d.js";
import { preluOp } from "./ops/prelu.js";
import { reluOp } from "./ops/relu.js";
import type { Op } from "./op.js";

const convolutions: ReadonlySet<Op> = new Set([conv2dOp, convTranspose2dOp]);
/** Done on the convolution's result before it is written, where nothing else reads that. */
const tails: ReadonlySet<Op> = new Set([batchNormOp, reluOp, preluOp, dropout2dOp]);

/**
 * Bytes that must move at least: every layer's operands and used outputs once, weights included. Batch norm, activation and dropout move
 * nothing of their own behind a convolution that nothing else reads. A runtime that keeps values in caches from one layer to the next
 * moves less.
 */
export function trafficBytes(graph: Graph, { layers }: GraphCost): number {
  const reads = new Map<string, number>();
  for (const { name } of [...graph.nodes.flatMap(inputValues), ...graph.outputs]) {
    reads.set(name, (reads.get(name) ?? 0) + 1);
  }
  const unwritten = new Set<string>();
  let bytes = 0;
  graph.nodes.forEach((node, index) => {
    const isTail = tails.has(node.op) && inputValues(node).some(({ name }) => unwritten.has(name));
    if (!isTail) bytes += layers[index]!.bytes;
    if (isTail || convolutions.has(node.op)) keepUnwritten(node, reads, unwritten);
  });
  return bytes;
}

function keepUnwritten({ outputs }: Node, reads: ReadonlyMap<string, number>, unwritten: Set<string>): void {
  for (const { name } of Object.values(outputs)) if (reads.get(name) === 1) unwritten.add(name);
}
