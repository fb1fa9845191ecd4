/** Takes out dropout, which does nothing at inference. */
import type { Value } from "../graph.js";
import { dropout2dOp } from "../ops/dropout2d.js";
import { type Pass, rewriteNodes } from "./pass.js";

export const removeDropout: Pass = (graph) =>
  rewriteNodes(graph, (node, { copy }) => (node.op === dropout2dOp ? { y: node.inputs["x"] as Value } : copy()));
