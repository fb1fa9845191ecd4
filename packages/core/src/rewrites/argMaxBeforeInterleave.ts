/** Finds labels before pixels are interleaved: for each place in the block, which are channels of labels then. */
import type { NodeOf, Value } from "../graph.js";
import { isNodeOf } from "../graph.js";
import { argMaxOp } from "../ops/argMax.js";
import { castOp } from "../ops/cast.js";
import { depthToSpaceOp } from "../ops/depthToSpace.js";
import { reshapeOp } from "../ops/reshape.js";
import { rank4 } from "../tensor.js";
import { type CastArgMax, argMaxBefore } from "./castArgMax.js";
import { findBeforeMoves } from "./argMaxBeforeMoves.js";
import type { Edit } from "./edit.js";
import { rewriteByRules, rule } from "./rules.js";

type Cast = NodeOf<typeof castOp>;

/** Of images. */
const CHANNELS = 1;
/** Whole numbers below are all of float32, in which labels are interleaved: every runtime does so in floats. */
const MOST_CLASSES = 2 ** 24;

const earlier = rule(castOp, (cast, edit) => {
  const found = argMaxBefore(cast, edit);
  if (found === undefined || found.axis !== CHANNELS) return;
  const interleave = interleaveBefore(found.x, edit);
  if (interleave === undefined) findBeforeMoves(cast, found, edit);
  else beforeInterleave(cast, { ...found, interleave }, edit);
});

export const argMaxBeforeInterleave = rewriteByRules(
  { name: "argMaxBeforeInterleave", summary: "finds labels before pixels are interleaved, and moves these alone" },
  [earlier],
);

/** The interleave that gives x to nobody else. */
export function interleaveBefore(x: Value, edit: Edit): NodeOf<typeof depthToSpaceOp> | undefined {
  const source = edit.producerOf(x);
  return source !== undefined && isNodeOf(source, depthToSpaceOp) && edit.isReadOnce(x) ? source : undefined;
}

/** The labels of each place in the block, which are channels then, interleaved. */
function beforeInterleave(
  cast: Cast,
  { argMax, interleave, x }: CastArgMax & { readonly interleave: NodeOf<typeof depthToSpaceOp> },
  edit: Edit,
): void {
  const { block, order } = interleave.attributes;
  const [batch, channels, height, width] = rank4(interleave.inputs.x.type);
  const [, classes] = rank4(x.type);
  const places = channels / classes;
  if (classes > MOST_CLASSES) return;
  const [shape, axis] =
    order === "DCR" ? [[batch, places, classes, height, width], 2] : [[batch, classes, places, height, width], 1];
  const { name } = argMax;
  const seen = { name: `${name}/blocks`, op: reshapeOp, inputs: { x: interleave.inputs.x }, attributes: { shape } };
  const blocks = edit.append(seen)["y"];
  const found = edit.append({ name, op: argMaxOp, inputs: { x: blocks }, attributes: { axis, keepDims: false } })["y"];
  const floats = { name: `${name}/floats`, op: castOp, inputs: { x: found }, attributes: { to: "float32" } };
  const labels = edit.append(floats)["y"];
  const moved = edit.append({
    name: interleave.name,
    op: depthToSpaceOp,
    inputs: { x: labels },
    attributes: { block },
  });
  const image = edit.append({ ...cast, inputs: { x: moved["y"] } })["y"];
  edit.replace(cast, {
    name: cast.name,
    op: reshapeOp,
    inputs: { x: image },
    attributes: { shape: cast.outputs.y.type.shape },
  });
}
