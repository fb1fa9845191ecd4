/** What `--verbose` says of a rewrite. */
import type { NodesByOp, RewriteChange, RewrittenCost } from "@linknet-kit/core";

/** In words, what of a cost may change, in the order in which it is told. */
const FIGURES: readonly (readonly [keyof RewrittenCost, string])[] = [
  ["nodes", "nodes"],
  ["macs", "MACs"],
  ["scalarOps", "scalar operations"],
  ["parameters", "parameters"],
  ["activationBytes", "bytes of activations"],
];

/** One line: `removeDropout: -24 dropout2d; nodes 261 -> 237`. Figures that stay are left out. */
export function describeChange({ rewrite, removed, added, before, after }: RewriteChange): string {
  const nodes = [...counts("-", removed), ...counts("+", added)].join(", ");
  const figures = FIGURES.filter(([figure]) => before[figure] !== after[figure]).map(
    ([figure, words]) => `${words} ${grouped(before[figure])} -> ${grouped(after[figure])}`,
  );
  return `${rewrite}: ${[nodes || "the same nodes", ...figures].join("; ")}`;
}

function counts(sign: string, nodes: NodesByOp): readonly string[] {
  return Object.entries(nodes).map(([op, names]) => `${sign}${names.length} ${op}`);
}

function grouped(value: number): string {
  return value.toLocaleString("en");
}
