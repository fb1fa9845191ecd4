/** Nodes that compute the same of the same are one: what the others give is read from the first. */
import { type Node, type Value, outputValues } from "../graph.js";
import { isList } from "../named.js";
import type { Op } from "../op.js";
import type { Rewrite } from "./rewrite.js";
import { type RewriteRule, rewriteByRules } from "./rules.js";

const about = { name: "shareEqualNodes", summary: "makes one of nodes that compute the same of the same operands" };

/** A node that gives an output of the graph stays beside an equal one that gives another. */
export const shareEqualNodes: Rewrite = { ...about, run: (model) => rewriteByRules(about, [shareEqual()]).run(model) };

/** A rule for one run: nodes are first tried in the order of execution, so that the one that is known stands before all that are like it. */
function shareEqual(): RewriteRule {
  const known = new Map<string, Node>();
  const tried = new Set<string>();
  const numbers = new Map<Op, number>();
  return {
    apply: (node, edit) => {
      const [first] = outputValues(node) as [Value];
      if (tried.has(first.name)) return;
      tried.add(first.name);
      const key = keyOf(node, numbers);
      const equal = known.get(key);
      if (equal === undefined || edit.producerOf(outputValues(equal)[0]!) === undefined) known.set(key, node);
      else edit.bypass(node, equal.outputs);
    },
  };
}

/** The op, its attributes and what it reads, in the order of its slots. */
function keyOf({ op, attributes, inputs }: Node, numbers: Map<Op, number>): string {
  const number = numbers.get(op) ?? numbers.size;
  numbers.set(op, number);
  const operands = op.slots.map(({ name }) => {
    const operand = inputs[name];
    return isList(operand) ? operand.map((value) => value.name) : (operand?.name ?? null);
  });
  return JSON.stringify([number, attributes, operands], (_, value: unknown) => (Object.is(value, -0) ? "-0" : value));
}
