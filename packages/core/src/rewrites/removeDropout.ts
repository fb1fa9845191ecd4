/** Takes out dropout, which does nothing at inference. */
import { dropout2dOp } from "../ops/dropout2d.js";
import { rewriteByRules, rule } from "./rules.js";

/** A dropout stays where its result is an output of the graph and its operand, an input or an output too, cannot take that name. */
export const removeDropout = rewriteByRules(
  { name: "removeDropout", summary: "takes out dropout, which does nothing at inference" },
  [rule(dropout2dOp, (dropout, edit) => edit.bypass(dropout, { y: dropout.inputs.x }))],
);
