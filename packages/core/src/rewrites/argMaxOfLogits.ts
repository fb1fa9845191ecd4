/** Leaves out what stands in front of an arg-max and does not change where the largest element is. */
import { listed, mapOperands } from "../graph.js";
import { argMaxOp } from "../ops/argMax.js";
import { rewriteByRules, rule } from "./rules.js";

const skip = rule(argMaxOp, (argMax, edit) => {
  const node = edit.producerOf(argMax.inputs.x);
  // Of equals the first one alone is the same.
  if (node === undefined || argMax.attributes.last) return;
  const { op, inputs, attributes } = node;
  const types = mapOperands(inputs, ({ type }) => type);
  const input = op.keepsLargest?.(types, attributes, argMax.attributes.axis) ?? op.handsOn?.(types, attributes);
  const [x] = input === undefined ? [] : listed(inputs[input]);
  if (x !== undefined) edit.replace(argMax, { ...argMax, inputs: { x } });
});

/** What each op says of itself decides (`keepsLargest`): a softmax goes, a sigmoid stays. */
export const argMaxOfLogits = rewriteByRules(
  {
    name: "argMaxOfLogits",
    summary: "leaves out before an arg-max what keeps the largest where it is, as softmax does",
  },
  [skip],
);
