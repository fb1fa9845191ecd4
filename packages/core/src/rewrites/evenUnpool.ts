/**
 * Lets pooling indices mean the same under every reading of ONNX. Where a side is odd, MaxUnpool needs an `output_shape`, against which
 * ONNX Runtime reads the indices, while ONNX's own reference reads them against the size implied by the pooled one. So the image is
 * cut to whole windows before the pool, which never saw the rest, and the unpooled image is padded back with zeros.
 */
import type { Pair } from "../attributes.js";
import { type Graph, type Node, type Value, mapRecord } from "../graph.js";
import { maxPool2dOp } from "../ops/maxPool2d.js";
import { impliedSize, maxUnpool2dOp } from "../ops/maxUnpool2d.js";
import { padOp } from "../ops/pad.js";
import { sliceOp } from "../ops/slice.js";
import { rank4 } from "../tensor.js";
import { isPlainWindow, mirroredPools } from "./mirroredPools.js";
import { type Pass, type RewriteContext, rewriteNodes } from "./pass.js";

export const evenUnpool: Pass = (graph) => {
  const indices = indicesToChange(graph);
  return rewriteNodes(graph, (node, context) => {
    if (node.op === maxPool2dOp && indices.has(node.outputs["indices"]!.name)) return cutBefore(node, context);
    if (node.op === maxUnpool2dOp && indices.has(indicesOf(node).name)) return padAfter(node, context);
    return context.copy();
  });
};

/** The indices of pools over partial windows. */
function indicesToChange(graph: Graph): ReadonlySet<string> {
  const changed = mirroredPools(graph).filter(leavesRest);
  return new Set(changed.map(({ outputs: { indices } }) => indices!.name));
}

/** Whether the windows of an unpadded pool end before the image does. */
function leavesRest(pool: Node): boolean {
  const [, , height, width] = rank4((pool.inputs["x"] as Value).type);
  const [rows, columns] = coveredSize(pool.outputs["y"]!, pool.attributes);
  return isPlainWindow(pool) && (rows < height || columns < width);
}

function cutBefore(node: Node, { builder }: RewriteContext): Record<string, Value> {
  const x = node.inputs["x"] as Value;
  const [batch, channels] = rank4(x.type);
  const end = [batch, channels, ...coveredSize(node.outputs["y"]!, node.attributes)];
  const cut = builder.append({
    name: `${node.name}/cut`,
    op: sliceOp,
    inputs: { x },
    attributes: { start: [0, 0, 0, 0], end, step: [1, 1, 1, 1] },
  });
  const names = mapRecord(node.outputs, ({ name }) => name);
  return builder.append({ ...node, inputs: { x: cut["y"] } }, names);
}

function padAfter(node: Node, { builder }: RewriteContext): Record<string, Value> {
  const covered = coveredSize(node.inputs["x"] as Value, node.attributes);
  const unpooled = builder.append(
    { ...node, attributes: { ...node.attributes, size: covered } },
    { y: `${node.name}/covered` },
  );
  const [height, width] = node.attributes["size"] as Pair;
  const after = [0, 0, height - covered[0], width - covered[1]];
  return builder.append(
    { name: `${node.name}/pad`, op: padOp, inputs: { x: unpooled["y"] }, attributes: { before: [0, 0, 0, 0], after } },
    { y: node.outputs["y"]!.name },
  );
}

/** Height and width that the windows of a pool with this result reach over, which is what its unpool implies. */
function coveredSize(pooled: Value, attributes: Node["attributes"]): Pair {
  const [, , rows, columns] = rank4(pooled.type);
  return impliedSize([rows, columns], attributes["kernel"] as Pair, attributes["stride"] as Pair);
}

function indicesOf({ inputs }: Node): Value {
  return inputs["indices"] as Value;
}
