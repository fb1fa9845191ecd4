/** What a rewrite changed and saved. */
import { type GraphCost, countCost } from "../cost.js";
import type { Graph, Node } from "../graph.js";

/** What a rewrite may save. */
export interface RewrittenCost extends Pick<GraphCost, "macs" | "scalarOps" | "parameters" | "activationBytes"> {
  readonly nodes: number;
}

/** Names of nodes, by what their op is called. */
export type NodesByOp = Readonly<Record<string, readonly string[]>>;

export interface RewriteChange {
  /** The rewrite's name. */
  readonly rewrite: string;
  /** Nodes that went. One that became another op under its name is here and in `added`. */
  readonly removed: NodesByOp;
  readonly added: NodesByOp;
  readonly before: RewrittenCost;
  readonly after: RewrittenCost;
}

export function rewrittenCost(graph: Graph): RewrittenCost {
  const { macs, scalarOps, parameters, activationBytes } = countCost(graph);
  return { nodes: graph.nodes.length, macs, scalarOps, parameters, activationBytes };
}

/** The nodes of `graph` that `other` does not have. */
export function nodesMissingIn(other: Graph, graph: Graph): NodesByOp {
  const present = new Set(other.nodes.map(keyOf));
  const missing = new Map<string, string[]>();
  for (const node of graph.nodes) {
    if (present.has(keyOf(node))) continue;
    const names = missing.get(node.op.name) ?? [];
    names.push(node.name);
    missing.set(node.op.name, names);
  }
  return Object.fromEntries(missing);
}

function keyOf({ name, op }: Node): string {
  return `${op.name} ${name}`;
}
