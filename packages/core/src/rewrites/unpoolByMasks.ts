/**
 * Unpools without indices, for runtimes that give none or count them otherwise. A pool's windows are taken apart into phases, the pixels
 * at one place of each window. Phase after phase, what is to be put back goes to the first that held the maximum:
 *
 *     missed = sign(maximum - phase)      1 where the phase is below the maximum, 0 where it is the maximum
 *     rest'  = rest x missed              what must go to a later phase; the first rest is what the unpool is given
 *     placed = rest - rest'               one of both is zero, so that nothing is rounded
 *
 * and the last phase takes what is left. For finite values that is exact, with ties too: the first of equals gets all, as by its index.
 */
import type { NodeSpec } from "../checkedNode.js";
import { type Node, type Value, mapRecord } from "../graph.js";
import { concatOp } from "../ops/concat.js";
import { depthToSpaceOp } from "../ops/depthToSpace.js";
import { maxPoolOp } from "../ops/maxPool.js";
import { mulOp } from "../ops/mul.js";
import { signOp } from "../ops/sign.js";
import { sliceOp } from "../ops/slice.js";
import { spaceToDepthOp } from "../ops/spaceToDepth.js";
import { subOp } from "../ops/sub.js";
import { elementCount, rank4, sameShape, spatialOf } from "../tensor.js";
import type { Edit } from "./edit.js";
import { type MaxPool, type MaxUnpool, mirrorsOf } from "./mirroredPools.js";
import { rewriteByRules, rule } from "./rules.js";

/** The most pixels of a window: each becomes some nodes. */
const LARGEST_WINDOW = 256;

const putBackByMasks = rule(maxPoolOp, (pool, edit) => {
  const unpools = isOfWholeWindows(pool) ? mirrorsOf(pool, edit) : [];
  if (unpools.length === 0) return;
  const own = edit.append(
    pool,
    mapRecord(pool.outputs, ({ name }) => name),
  );
  const missed = missedPhases(pool, own["y"]!, edit);
  edit.bypass(pool, own);
  for (const unpool of unpools) putBack(unpool, missed, edit);
});

/** Unpools of images that mirror a pool of whole windows side by side, as `evenUnpool` leaves them; others stay, and those of larger windows. */
export const unpoolByMasks = rewriteByRules(
  { name: "unpoolByMasks", summary: "unpools by products with masks of where the maxima stood, without their indices" },
  [putBackByMasks],
);

function isOfWholeWindows({ inputs, attributes: { kernel, stride } }: MaxPool): boolean {
  const { sides } = spatialOf(inputs.x.type);
  const rests = sides.map((side, axis) => side % kernel[axis]!);
  const isWhole = sides.length === 2 && rests.every((rest) => rest === 0);
  return sameShape(kernel, stride) && isWhole && elementCount({ shape: kernel }) <= LARGEST_WINDOW;
}

/** For each phase but the last, where it is below the maximum. */
function missedPhases(pool: MaxPool, maximum: Value, edit: Edit): readonly Value[] {
  const block = pool.attributes.kernel;
  const [batch, channels, height, width] = rank4(maximum.type);
  const phases = appendBelow(pool, { op: spaceToDepthOp, inputs: { x: pool.inputs.x }, attributes: { block } }, edit);
  return Array.from({ length: elementCount({ shape: block }) - 1 }, (_, index) => {
    const [start, end] = [
      [0, index * channels, 0, 0],
      [batch, (index + 1) * channels, height, width],
    ];
    const box = { start, end, step: [1, 1, 1, 1] };
    const phase = appendBelow(pool, { op: sliceOp, inputs: { x: phases }, attributes: box }, edit);
    const below = appendBelow(pool, { op: subOp, inputs: { a: maximum, b: phase }, attributes: {} }, edit);
    return appendBelow(pool, { op: signOp, inputs: { x: below }, attributes: {} }, edit);
  });
}

/** What the unpool is given, each value at its phase and zeros elsewhere. */
function putBack(unpool: MaxUnpool, missed: readonly Value[], edit: Edit): void {
  let rest = unpool.inputs.x;
  const placed = missed.map((mask) => {
    const left = appendBelow(unpool, { op: mulOp, inputs: { a: rest, b: mask }, attributes: {} }, edit);
    const taken = appendBelow(unpool, { op: subOp, inputs: { a: rest, b: left }, attributes: {} }, edit);
    rest = left;
    return taken;
  });
  const x = appendBelow(unpool, { op: concatOp, inputs: { xs: [...placed, rest] }, attributes: {} }, edit);
  const block = unpool.attributes.kernel;
  edit.replace(unpool, { name: unpool.name, op: depthToSpaceOp, inputs: { x }, attributes: { block } });
}

/** A node of one value, called as its op in the path of the other. */
function appendBelow({ name }: Node, spec: Omit<NodeSpec, "name">, edit: Edit): Value {
  return edit.append({ ...spec, name: `${name}/${spec.op.name}` })["y"]!;
}
