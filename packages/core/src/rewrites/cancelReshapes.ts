/** Reshapes of reshapes, of which the last alone counts. */
import { isNodeOf } from "../graph.js";
import { reshapeOp } from "../ops/reshape.js";
import { transposeOp } from "../ops/transpose.js";
import type { Shape } from "../tensor.js";
import { rewriteByRules, rule } from "./rules.js";

const last = rule(reshapeOp, (reshape, edit) => {
  const inner = edit.producerOf(reshape.inputs.x);
  if (inner !== undefined && isNodeOf(inner, reshapeOp)) edit.replace(reshape, { ...reshape, inputs: inner.inputs });
});

/** The elements stay in their order where only axes of one element move. */
const transposeOfOnes = rule(transposeOp, (transpose, edit) => {
  const { x } = transpose.inputs;
  const inner = edit.producerOf(x);
  if (inner === undefined || !isNodeOf(inner, reshapeOp) || !movesOnesAlone(transpose.attributes.order, x.type.shape)) {
    return;
  }
  const attributes = { shape: transpose.outputs.y.type.shape };
  edit.replace(transpose, { name: transpose.name, op: reshapeOp, inputs: inner.inputs, attributes });
});

/** A reshape to the shape that is there already is for `removeIdentities`. */
export const cancelReshapes = rewriteByRules(
  { name: "cancelReshapes", summary: "makes one reshape of several in a row" },
  [last, transposeOfOnes],
);

function movesOnesAlone(order: readonly number[], shape: Shape): boolean {
  const moved = order.filter((axis) => shape[axis] !== 1);
  return moved.every((axis, position) => position === 0 || moved[position - 1]! < axis);
}
