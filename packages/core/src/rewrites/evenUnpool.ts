/**
 * Lets pooling indices mean the same under every reading of ONNX. Where a side is odd, MaxUnpool needs an `output_shape`, against which
 * ONNX Runtime reads the indices, while ONNX's own reference reads them against the size implied by the pooled one. So the image is
 * cut to whole windows before the pool, which never saw the rest, and the unpooled image is padded back with zeros.
 */
import { maxPoolOp } from "../ops/maxPool.js";
import { impliedSize } from "../ops/window.js";
import { padOp } from "../ops/pad.js";
import { sliceOp } from "../ops/slice.js";
import { type Shape, sameShape, spatialOf } from "../tensor.js";
import type { Edit } from "./edit.js";
import { type MaxPool, type MaxUnpool, mirrorsOf } from "./mirroredPools.js";
import { rewriteByRules, rule } from "./rules.js";

const cutAndPad = rule(maxPoolOp, (pool, edit) => {
  const { batch, channels, sides } = spatialOf(pool.inputs.x.type);
  const covered = coveredSize(pool);
  if (sameShape(covered, sides)) return;
  const unpools = mirrorsOf(pool, edit);
  if (unpools.length === 0) return;
  const x = edit.append({
    name: `${pool.name}/cut`,
    op: sliceOp,
    inputs: { x: pool.inputs.x },
    attributes: {
      start: [0, 0, ...sides.map(() => 0)],
      end: [batch, channels, ...covered],
      step: [1, 1, ...sides.map(() => 1)],
    },
  })["y"];
  edit.replace(pool, { ...pool, inputs: { x } });
  for (const unpool of unpools) padAfter(unpool, covered, edit);
});

export const evenUnpool = rewriteByRules(
  { name: "evenUnpool", summary: "cuts images to whole windows before pools, and pads what their unpools give" },
  [cutAndPad],
);

function padAfter(unpool: MaxUnpool, covered: Shape, edit: Edit): void {
  const size = { ...unpool.attributes, size: covered };
  const x = edit.append({ ...unpool, attributes: size }, { y: `${unpool.name}/covered` })["y"];
  const after = [0, 0, ...unpool.attributes.size.map((side, axis) => side - covered[axis]!)];
  edit.replace(unpool, {
    name: `${unpool.name}/pad`,
    op: padOp,
    inputs: { x },
    attributes: { before: after.map(() => 0), after },
  });
}

/** The sides that the pool's windows reach over where they have no padding, which is what its unpool implies. */
function coveredSize({ outputs, attributes: { kernel, stride } }: MaxPool): Shape {
  return impliedSize(spatialOf(outputs.y.type).sides, kernel, stride);
}
