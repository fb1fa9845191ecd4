/** Models between processes: ops travel by name, as functions cannot. */
import { type Model, givenWeights, opTable } from "@linknet-kit/core";
import type { PlainModel } from "./protocol.js";

/** Draws every weight. */
export function toPlainModel({ graph, weights }: Model): PlainModel {
  return {
    graph: { ...graph, nodes: graph.nodes.map((node) => ({ ...node, op: node.op.name })) },
    tensors: new Map(graph.parameters.map((parameter) => [parameter.name, weights.get(parameter)])),
  };
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
