/** What kind of thing a node is to those who look at a graph: said by its op, or told from what else the op says. */
import { type Node, mapOperands, mapRecord, outputValues } from "./graph.js";
import type { Category, Cost } from "./op.js";

/** `cost` is counted unless it is given. */
export function categoryOf(node: Node, cost: Cost = costOf(node)): Category {
  const { category, convolution, fusion, axes } = node.op;
  if (category !== undefined) return category;
  if (fusion === "norm") return "normalisation";
  if (fusion === "activation") return "activation";
  if (fusion === "sum") return "arithmetic";
  if (convolution !== undefined || cost.macs > 0) return "layer";
  // Unpooling computes nothing, yet is no mere move: its windows stand in its attributes.
  if ((axes === "images" || axes === "channels-last") && "kernel" in node.attributes) return "pool";
  if (cost.scalarOps === 0) return "shape";
  return axes === "kept" ? "arithmetic" : "pool";
}

function costOf(node: Node): Cost {
  const typeOf = ({ type }: { readonly type: ReturnType<typeof outputValues>[number]["type"] }) => type;
  return node.op.countCost(mapOperands(node.inputs, typeOf), mapRecord(node.outputs, typeOf), node.attributes);
}
