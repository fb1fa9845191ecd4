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
import type { Pair } from "../attributes.js";
import type { SymbolicTensor } from "../builder.js";
import type { Graph, Node, Value } from "../graph.js";
import { concatOp } from "../ops/concat.js";
import { depthToSpaceOp } from "../ops/depthToSpace.js";
import { maxUnpool2dOp } from "../ops/maxUnpool2d.js";
import { mul } from "../ops/mul.js";
import { sign } from "../ops/sign.js";
import { slice } from "../ops/slice.js";
import { spaceToDepth } from "../ops/spaceToDepth.js";
import { sub } from "../ops/sub.js";
import { rank4, sameShape } from "../tensor.js";
import { isPlainWindow, mirroredPools } from "./mirroredPools.js";
import { type Pass, type RewriteContext, rewriteNodes } from "./pass.js";

/** Pixels of a window, each of which becomes some nodes. */
const LARGEST_WINDOW = 256;

/** Unpools that mirror a pool of whole windows side by side, as `evenUnpool` leaves them; others stay, and those of larger windows. */
export const unpoolByMasks: Pass = (graph) => {
  const changed = new Set(poolsToChange(graph).map((pool) => pool.outputs["indices"]!.name));
  const missed = new Map<string, readonly SymbolicTensor[]>();
  return rewriteNodes(graph, (node, context) => {
    const indices = (node.inputs["indices"] ?? node.outputs["indices"]) as Value | undefined;
    if (indices === undefined || !changed.has(indices.name)) return context.copy();
    if (node.op === maxUnpool2dOp) return { y: putBack(node, missed.get(indices.name)!, context) };
    const outputs = context.copy();
    missed.set(indices.name, missedPhases(node, outputs["y"]!, context));
    return outputs;
  });
};

function poolsToChange(graph: Graph): readonly Node[] {
  return mirroredPools(graph).filter((pool) => {
    const { kernel, stride } = pool.attributes as { readonly kernel: Pair; readonly stride: Pair };
    const [, , height, width] = rank4((pool.inputs["x"] as Value).type);
    const isWhole = height % kernel[0] === 0 && width % kernel[1] === 0;
    return isPlainWindow(pool) && sameShape(kernel, stride) && isWhole && kernel[0] * kernel[1] <= LARGEST_WINDOW;
  });
}

/** For each phase but the last, where it is below the maximum. */
function missedPhases(pool: Node, maximum: Value, { builder }: RewriteContext): readonly SymbolicTensor[] {
  const block = pool.attributes["kernel"] as Pair;
  const [batch, channels, height, width] = rank4(maximum.type);
  return builder.scope(pool.name, () => {
    const phases = spaceToDepth({ block })({ ...(pool.inputs["x"] as Value), builder });
    return Array.from({ length: block[0] * block[1] - 1 }, (_, index) => {
      const [start, end] = [
        [0, index * channels, 0, 0],
        [batch, (index + 1) * channels, height, width],
      ];
      return sign()(sub()({ ...maximum, builder }, slice({ start, end, step: [1, 1, 1, 1] })(phases)));
    });
  });
}

/** What the unpool is given, each value at its phase and zeros elsewhere. */
function putBack(unpool: Node, missed: readonly SymbolicTensor[], { builder }: RewriteContext): Value {
  const phases = builder.scope(unpool.name, () => {
    let rest: SymbolicTensor = { ...(unpool.inputs["x"] as Value), builder };
    const placed = missed.map((mask) => {
      const left = mul()(rest, mask);
      const taken = sub()(rest, left);
      rest = left;
      return taken;
    });
    return builder.apply(concatOp, { xs: [...placed, rest] }, {}).y;
  });
  const spread = { op: depthToSpaceOp, inputs: { x: phases }, attributes: { block: unpool.attributes["kernel"] } };
  return builder.append({ ...spread, name: unpool.name }, { y: unpool.outputs["y"]!.name })["y"]!;
}
