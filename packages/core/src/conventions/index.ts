/** The conventions under which FLOPs are counted, by the names that reports and files have for them. */
import type { Cost, Op } from "../op.js";
import { dense } from "./dense.js";
import { paper } from "./paper.js";
import { useful } from "./useful.js";

/** One multiply-accumulate is two FLOPs in all of them. */
export const conventions = { useful, dense, paper } as const;

/** FLOPs under each convention. */
export type Flops = { readonly [Name in keyof typeof conventions]: number };

/** What a node of the op costs, given what its op counts and what that was counted from. */
export function countFlops(op: Op, cost: Cost, ...node: Parameters<Op["countCost"]>): Flops {
  const count = (name: keyof Flops): number => {
    const { byOp, otherwise } = conventions[name];
    return byOp.get(op)?.(...node) ?? otherwise(cost);
  };
  return { useful: count("useful"), dense: count("dense"), paper: count("paper") };
}
