/**
 * Finds labels before pixels are cut out, and leaves to labels the interleave behind a transposed convolution: one whose stride divides its
 * kernel is an ordinary one and an interleave, which moves a number a class for each pixel where it could move one label. No number changes.
 */
import type { NodeOf } from "../graph.js";
import { isNodeOf } from "../graph.js";
import type { castOp } from "../ops/cast.js";
import { convTransposeOp } from "../ops/convTranspose.js";
import { sliceOp } from "../ops/slice.js";
import type { CastArgMax } from "./castArgMax.js";
import { convolvePhases, hasEvenPhases } from "./convTransposeByPhases.js";
import type { Edit } from "./edit.js";

/** Looks at what gives the numbers, and edits where that is one of these. */
export function findBeforeMoves(cast: NodeOf<typeof castOp>, found: CastArgMax, edit: Edit): void {
  const source = edit.producerOf(found.x);
  if (source === undefined || !edit.isReadOnce(found.x)) return;
  if (isNodeOf(source, convTransposeOp) && hasEvenPhases(source)) convolvePhases(source, edit);
  else if (isNodeOf(source, sliceOp)) beforeSlice(cast, { ...found, slice: source }, edit);
}

/** The same box of labels, where the slice takes every class. */
function beforeSlice(
  cast: NodeOf<typeof castOp>,
  { argMax, slice, axis }: CastArgMax & { readonly slice: NodeOf<typeof sliceOp> },
  edit: Edit,
): void {
  const { x } = slice.inputs;
  const { start, end, step } = slice.attributes;
  if (start[axis] !== 0 || end[axis] !== x.type.shape[axis] || step[axis] !== 1) return;
  const attributes = { start: start.toSpliced(axis, 1), end: end.toSpliced(axis, 1), step: step.toSpliced(axis, 1) };
  const places = edit.append({ ...argMax, inputs: { x } })["y"];
  const labels = edit.append({ ...cast, inputs: { x: places } })["y"];
  edit.replace(cast, { name: slice.name, op: sliceOp, inputs: { x: labels }, attributes });
}
