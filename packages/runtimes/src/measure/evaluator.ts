/** Which references the evaluator makes: those of models that it computes in seconds. Others are made by a runtime that optimises nothing. */
import type { GraphCost } from "@linknet-kit/core";

/** Multiply-accumulates and operations on single elements; it takes one to four seconds for as many, and ENet at 640x360 has fewer. */
export const EVALUATOR_OPERATIONS = 2e9;

/** Whether the evaluator is asked about a model of that cost; `undefined` is one whose ops are not known here, which it cannot compute. */
export function isEvaluated(
  cost: Pick<GraphCost, "macs" | "scalarOps"> | undefined,
  mostOperations = EVALUATOR_OPERATIONS,
): boolean {
  return cost !== undefined && cost.macs + cost.scalarOps <= mostOperations;
}
