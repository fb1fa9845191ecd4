/**
 * Lets pooling indices mean the same under every reading of ONNX. Where a side is odd, MaxUnpool needs an `output_shape`, against which
 * ONNX Runtime reads the indices, while ONNX's own reference reads them against the size implied by the pooled one. So the image is
 * cut to whole windows before the pool, which never saw the rest, and the unpooled image is padded back with zeros.
 */
import type { Pair } from "../attributes.js";
import { maxPool2dOp } from "../ops/maxPool2d.js";
import { impliedSize } from "../ops/window.js";
import { padOp } from "../ops/pad.js";
import { sliceOp } from "../ops/slice.js";
import { rank4 } from "../tensor.js";
import type { Edit } from "./edit.js";
import { type MaxPool, type MaxUnpool, mirrorsOf } from "./mirroredPools.js";
import { rewriteByRules, rule } from "./rules.js";

const cutAndPad = rule(maxPool2dOp, (pool, edit) => {
  const [batch, channels, height, width] = rank4(pool.inputs.x.type);
  const covered = coveredSize(pool);
  if (covered[0] === height && covered[1] === width) return;
  const unpools = mirrorsOf(pool, edit);
  if (unpools.length === 0) return;
  const x = edit.append({
    name: `${pool.name}/cut`,
    op: sliceOp,
    inputs: { x: pool.inputs.x },
    attributes: { start: [0, 0, 0, 0], end: [batch, channels, ...covered], step: [1, 1, 1, 1] },
  })["y"];
  edit.replace(pool, { ...pool, inputs: { x } });
  for (const unpool of unpools) padAfter(unpool, covered, edit);
});

export const evenUnpool = rewriteByRules(
  { name: "evenUnpool", summary: "cuts images to whole windows before pools, and pads what their unpools give" },
  [cutAndPad],
);

function padAfter(unpool: MaxUnpool, covered: Pair, edit: Edit): void {
  const size = { ...unpool.attributes, size: covered };
  const x = edit.append({ ...unpool, attributes: size }, { y: `${unpool.name}/covered` })["y"];
  const [height, width] = unpool.attributes.size;
  const after = [0, 0, height - covered[0], width - covered[1]];
  edit.replace(unpool, {
    name: `${unpool.name}/pad`,
    op: padOp,
    inputs: { x },
    attributes: { before: [0, 0, 0, 0], after },
  });
}

/** Height and width that the pool's windows reach over where they have no padding, which is what its unpool implies. */
function coveredSize({ outputs, attributes: { kernel, stride } }: MaxPool): Pair {
  const [, , rows, columns] = rank4(outputs.y.type);
  return impliedSize([rows, columns], kernel, stride);
}
