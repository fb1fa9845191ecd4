/** What a convention of counting is: the FLOPs of a node, by its op where the convention has a rule of its own for that. */
import type { Cost, Op } from "../op.js";

/** From the types of the operands and the outputs and the attributes, as `countCost` of the op is given them. */
type Rule<Counted extends Op> = (...node: Parameters<Counted["countCost"]>) => number;

export interface Convention {
  /** What sets it apart, in one line. */
  readonly summary: string;
  readonly byOp: ReadonlyMap<Op, Rule<Op>>;
  /** The FLOPs of every other op. */
  readonly otherwise: (cost: Cost) => number;
}

/** A row of a convention, its rule checked against the operands and attributes of the op. */
export function countedBy<Counted extends Op>(op: Counted, rule: Rule<Counted>): [Op, Rule<Op>] {
  return [op, rule];
}
