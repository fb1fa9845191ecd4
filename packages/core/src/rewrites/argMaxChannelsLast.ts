/**
 * Finds labels where the classes of a pixel stand side by side: along any other axis an arg-max jumps from class to class for each pixel.
 * Numbers are transposed for it before they are interleaved, which ONNX Runtime does while it leaves its own layout anyway.
 */
import type { NodeOf, Value } from "../graph.js";
import { argMaxOp } from "../ops/argMax.js";
import { castOp } from "../ops/cast.js";
import type { depthToSpaceOp } from "../ops/depthToSpace.js";
import { reshapeOp } from "../ops/reshape.js";
import { transposeOp } from "../ops/transpose.js";
import { rank4 } from "../tensor.js";
import { interleaveBefore } from "./argMaxBeforeInterleave.js";
import { findBeforeMoves } from "./argMaxBeforeMoves.js";
import { type CastArgMax, argMaxBefore } from "./castArgMax.js";
import type { Edit } from "./edit.js";
import { rewriteByRules, rule } from "./rules.js";

type Cast = NodeOf<typeof castOp>;

const CHANNELS = 1;

const turn = rule(castOp, (cast, edit) => {
  const found = argMaxBefore(cast, edit);
  if (found === undefined || found.axis !== CHANNELS || found.x.type.shape.length < 3) return;
  const before = edit.edits;
  findBeforeMoves(cast, found, edit);
  if (edit.edits !== before) return;
  const interleave = interleaveBefore(found.x, edit);
  if (interleave?.attributes.order === "DCR") alongRows(cast, { ...found, interleave }, edit);
  else edit.replace(found.argMax, { ...found.argMax, ...lastOf(found, edit) });
});

export const argMaxChannelsLast = rewriteByRules(
  { name: "argMaxChannelsLast", summary: "finds labels where the classes of a pixel stand side by side" },
  [turn],
);

function lastOf({ argMax, x }: CastArgMax, edit: Edit) {
  const turned = inChannelsLast(x, argMax.name, edit);
  return { inputs: { x: turned }, attributes: { axis: turned.type.shape.length - 1, keepDims: false } };
}

function inChannelsLast(x: Value, name: string, edit: Edit): Value {
  const [batch = 0, channels = 1, ...sides] = x.type.shape.keys();
  const attributes = { order: [batch, ...sides, channels] };
  return edit.append({ name: `${name}/channelsLast`, op: transposeOp, inputs: { x }, attributes })["y"]!;
}

/** Of each place in each block, whose labels are interleaved then. */
function alongRows(
  cast: Cast,
  { argMax, interleave, x }: CastArgMax & { readonly interleave: NodeOf<typeof depthToSpaceOp> },
  edit: Edit,
): void {
  const [, classes] = rank4(x.type);
  const [rows, columns] = interleave.attributes.block;
  const [batch, , height, width] = rank4(interleave.inputs.x.type);
  const { name } = argMax;
  const reshaped = (called: string, value: Value, shape: readonly number[]): Value =>
    edit.append({ name: `${name}/${called}`, op: reshapeOp, inputs: { x: value }, attributes: { shape } })["y"]!;

  const places = height * width * rows * columns;
  const numbers = reshaped("places", inChannelsLast(interleave.inputs.x, name, edit), [batch, places, classes]);
  const found = edit.append({ name, op: argMaxOp, inputs: { x: numbers }, attributes: { axis: 2, keepDims: false } });
  const labels = edit.append({ ...cast, inputs: { x: found["y"] } })["y"]!;
  const blocks = reshaped("blocks", labels, [batch, height, width, rows, columns]);
  const order = [0, 1, 3, 2, 4];
  const lines = edit.append({ name: interleave.name, op: transposeOp, inputs: { x: blocks }, attributes: { order } });
  const attributes = { shape: cast.outputs.y.type.shape };
  edit.replace(cast, { name: cast.name, op: reshapeOp, inputs: { x: lines["y"] }, attributes });
}
