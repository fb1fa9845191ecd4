/** Takes out dropout, which does nothing at inference. */
import { dropout2dOp } from "../ops/dropout2d.js";
import { identityOp } from "../ops/identity.js";
import { rewriteByRules, rule } from "./rules.js";

/**
 * Dropouts are taken out. An identity takes the place of one whose result is an output of the graph where its operand, itself an input or an
 * output, cannot take that name: readers for inference need not know dropout.
 */
export const removeDropout = rewriteByRules(
  { name: "removeDropout", summary: "takes out dropout, which does nothing at inference" },
  [
    rule(dropout2dOp, (dropout, edit) => edit.bypass(dropout, { y: dropout.inputs.x })),
    rule(dropout2dOp, (dropout, edit) =>
      edit.replace(dropout, { name: dropout.name, op: identityOp, inputs: dropout.inputs, attributes: {} }),
    ),
  ],
);
