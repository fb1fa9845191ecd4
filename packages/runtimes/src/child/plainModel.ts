/** Models between processes: ops travel by name, as functions cannot. */
import { setImmediate } from "node:timers/promises";
import { type Model, type Tensor, givenWeights, opTable } from "@linknet-kit/core";
import type { PlainModel } from "./protocol.js";

/** Draws every weight, and lets other work through between two of them, Ctrl-C above all. */
export async function toPlainModel({ graph, weights }: Model, signal?: AbortSignal): Promise<PlainModel> {
  const tensors = new Map<string, Tensor>();
  for (const parameter of graph.parameters) {
    await setImmediate();
    signal?.throwIfAborted();
    tensors.set(parameter.name, weights.get(parameter));
  }
  const nodes = graph.nodes.map((node) => ({ ...node, op: node.op.name }));
  return { graph: { ...graph, nodes }, tensors };
}

export function fromPlainModel({ graph, tensors }: PlainModel): Model {
  const ops = new Map(opTable.map((op) => [op.name, op]));
  const nodes = graph.nodes.map((node) => {
    const op = ops.get(node.op);
    if (op === undefined) throw new Error(`there is no op "${node.op}" in the table`);
    return { ...node, op };
  });
  return { graph: { ...graph, nodes }, weights: givenWeights(tensors) };
}
