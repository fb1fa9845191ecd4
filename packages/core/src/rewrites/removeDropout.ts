/** Takes out dropout, which does nothing at inference. */
import type { Value } from "../graph.js";
import { dropout2dOp } from "../ops/dropout2d.js";
import { type Pass, rewriteNodes } from "./pass.js";

/** A dropout stays where its result is an output of the graph and its operand, an input or an output too, cannot take that name. */
export const removeDropout: Pass = (graph) => {
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const named = new Set([...graph.inputs, ...graph.parameters, ...graph.outputs].map(({ name }) => name));
  return rewriteNodes(graph, (node, { copy }) => {
    if (node.op !== dropout2dOp) return copy();
    const x = node.inputs["x"] as Value;
    if (outputs.has(node.outputs["y"]!.name)) {
      if (named.has(x.name)) return copy();
      named.add(x.name);
    }
    return { y: x };
  });
};
