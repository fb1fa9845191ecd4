/** Rewrites that are made of rules, each a pattern at a node and what takes its place. */
import type { Node, NodeOf } from "../graph.js";
import type { Op } from "../op.js";
import type { Edit } from "./edit.js";
import { GraphEditor } from "./graphEditor.js";
import type { Rewrite } from "./rewrite.js";

export interface RewriteRule {
  /** It is tried at nodes of this op, at all unless it is given. */
  readonly op?: Op;
  /** Looks at the node and what stands around it, and may edit both. What it does must leave it, or other rules, less to do. */
  readonly apply: (node: Node, edit: Edit) => void;
}

/** A rule for nodes of one op, whose operands and attributes the compiler then knows. */
export function rule<D extends Op>(op: D, apply: (node: NodeOf<D>, edit: Edit) => void): RewriteRule {
  return { op, apply: (node, edit) => apply(node as NodeOf<D>, edit) };
}

/** Edits for each node of the graph, on average, before rules are taken to feed each other without an end. */
const MOST_EDITS_A_NODE = 16;
const FEWEST_EDITS = 1000;

/**
 * Tries the rules at every node in the order of execution, then again at the nodes that an edit made and at those that give what it reads or
 * read what it gives, until none has anything to do. Where nothing was edited the model stays the same object.
 */
export function rewriteByRules({ name, summary }: Omit<Rewrite, "run">, rules: readonly RewriteRule[]): Rewrite {
  return {
    name,
    summary,
    run: (model) => {
      const editor = new GraphEditor(model);
      const limit = FEWEST_EDITS + MOST_EDITS_A_NODE * model.graph.nodes.length;
      for (let node = editor.next(); node !== undefined; node = editor.next()) {
        for (const { op, apply } of rules) {
          if (op !== undefined && op !== node.op) continue;
          const before = editor.edits;
          apply(node, editor);
          editor.requirePlaced(node);
          if (editor.edits === before) continue;
          editor.enqueue(node);
          break;
        }
        if (editor.edits > limit) throw new Error(`the rules of ${name} do not settle; the last was at "${node.name}"`);
      }
      return editor.finish();
    },
  };
}
