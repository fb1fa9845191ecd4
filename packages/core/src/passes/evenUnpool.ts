/**
 * Lets pooling indices mean the same under every reading of ONNX. Where a side is odd, MaxUnpool needs an `output_shape`, against which
 * ONNX Runtime reads the indices, while ONNX's own reference reads them against the shape inferred from the pooled size. So the
 * image is cut to whole windows before the pool, which never saw the rest, and the unpooled image is padded back with zeros.
 */
import type { Pair } from "../attributes.js";
import { type Graph, type Node, type Value, mapRecord } from "../graph.js";
import { maxPool2dOp } from "../ops/maxPool2d.js";
import { maxUnpool2dOp } from "../ops/maxUnpool2d.js";
import { padOp } from "../ops/pad.js";
import { sliceOp } from "../ops/slice.js";
import { rank4 } from "../tensor.js";
import { type Pass, type RewriteContext, rewriteNodes } from "./pass.js";

export const evenUnpool: Pass = (graph) => {
  const pooled = unpooledIndices(graph);
  return rewriteNodes(graph, (node, context) => {
    if (node.op === maxPool2dOp && pooled.has(node.outputs["indices"]!.name)) return cutBefore(node, context);
    if (node.op === maxUnpool2dOp) return padAfter(node, context);
    return context.copy();
  });
};

/** The indices that some unpool reads. */
function unpooledIndices(graph: Graph): ReadonlySet<string> {
  const unpools = graph.nodes.filter(({ op }) => op === maxUnpool2dOp);
  return new Set(unpools.map(({ inputs }) => (inputs["indices"] as Value).name));
}

function cutBefore(node: Node, { builder, copy }: RewriteContext): Record<string, Value> {
  const x = node.inputs["x"] as Value;
  const whole = wholeWindows(node.outputs["y"]!, node.attributes["kernel"] as Pair);
  const [batch, channels, height, width] = rank4(x.type);
  if (whole[0] >= height && whole[1] >= width) return copy();
  const cut = builder.append({
    name: `${node.name}/cut`,
    op: sliceOp,
    inputs: { x },
    attributes: { start: [0, 0, 0, 0], end: [batch, channels, ...whole], step: [1, 1, 1, 1] },
  });
  const names = mapRecord(node.outputs, ({ name }) => name);
  return builder.append({ ...node, inputs: { x: cut["y"] } }, names);
}

function padAfter(node: Node, { builder, copy }: RewriteContext): Record<string, Value> {
  const whole = wholeWindows(node.inputs["x"] as Value, node.attributes["kernel"] as Pair);
  const [height, width] = node.attributes["size"] as Pair;
  if (whole[0] >= height && whole[1] >= width) return copy();
  const unpooled = builder.append(
    { ...node, attributes: { ...node.attributes, size: whole } },
    { y: `${node.name}/whole` },
  );
  const after = [0, 0, height - whole[0], width - whole[1]];
  return builder.append(
    { name: `${node.name}/pad`, op: padOp, inputs: { x: unpooled["y"] }, attributes: { before: [0, 0, 0, 0], after } },
    { y: node.outputs["y"]!.name },
  );
}

/** Height and width that the windows of a pool with this result cover. */
function wholeWindows(pooled: Value, kernel: Pair): Pair {
  const [, , rows, columns] = rank4(pooled.type);
  return [rows * kernel[0], columns * kernel[1]];
}
