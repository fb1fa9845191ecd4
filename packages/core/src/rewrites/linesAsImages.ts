/**
 * Writes what slides along lines, N x C x L, as sliding over images of one row, N x C x 1 x L, for formats that have images alone. The
 * elements stay where they are, positions of maxima too, so that all it takes is another shape before and behind.
 */
import { isSingle } from "../dtypes.js";
import { type Node, type Value, mapRecord } from "../graph.js";
import type { Op } from "../op.js";
import { averagePoolOp } from "../ops/averagePool.js";
import { convOp } from "../ops/conv.js";
import { convTransposeOp } from "../ops/convTranspose.js";
import { maxPoolOp } from "../ops/maxPool.js";
import { maxUnpoolOp } from "../ops/maxUnpool.js";
import { reshapeOp } from "../ops/reshape.js";
import { type Shape, floatTensor, sameShape } from "../tensor.js";
import type { Edit } from "./edit.js";
import { type RewriteRule, rewriteByRules, rule } from "./rules.js";

const sliding: readonly Op[] = [averagePoolOp, convOp, convTransposeOp, maxPoolOp, maxUnpoolOp];

/** Of the row that each line becomes: nothing is done along it. */
const ALONG_ROW: Readonly<Record<string, number>> = { kernel: 1, stride: 1, dilation: 1, outputPadding: 0, size: 1 };

const slideOverImages = sliding.map((op): RewriteRule => ({ op, apply: slideOverImage }));

/** Shapes that only pass a value on become one, or none. */
const shapeOnce = rule(reshapeOp, (node, edit) => {
  const before = edit.producerOf(node.inputs.x);
  if (before?.op !== reshapeOp) return;
  const x = before.inputs["x"] as Value;
  if (sameShape(x.type.shape, node.outputs.y.type.shape)) edit.bypass(node, { y: x });
  else edit.replace(node, { ...node, inputs: { x } });
});

export const linesAsImages = rewriteByRules(
  { name: "linesAsImages", summary: "writes convolutions and pools along lines as of images of one row" },
  [...slideOverImages, shapeOnce],
);

function slideOverImage(node: Node, edit: Edit): void {
  const { name, inputs, attributes, outputs } = node;
  if ((inputs["x"] as Value).type.shape.length !== 3) return;
  const images = mapRecord(inputs, (operand, slot) => (slot === "bias" ? operand : imageOf(operand as Value, edit)));
  const image = edit.append({
    ...node,
    name: `${name}/image`,
    inputs: images,
    attributes: mapRecord(attributes, overImage),
  });
  const read = Object.entries(outputs).filter(([, output]) => edit.isRead(output));
  const lines = read.map(([slot, output]): [string, Value] => {
    const shape = output.type.shape;
    const spec = { name: output.name, op: reshapeOp, inputs: { x: image[slot] }, attributes: { shape } };
    return [slot, edit.append(spec, { y: output.name })["y"]!];
  });
  edit.bypass(node, Object.fromEntries(lines));
}

/** A value of lines with a row for each, at once where it is a weight. */
function imageOf(value: Value, edit: Edit): Value {
  const [first = 0, second = 0, ...line] = value.type.shape;
  const shape = [first, second, 1, ...line];
  const name = `${value.name}/image`;
  if (!edit.isParameter(value) || !isSingle(value.type.dtype)) {
    return edit.append({ name, op: reshapeOp, inputs: { x: value }, attributes: { shape } })["y"]!;
  }
  return edit.derive(name, {
    type: { ...value.type, shape },
    of: { value },
    compute: (sources) => floatTensor(shape, sources.value.data),
  });
}

function overImage(attribute: unknown, name: string): unknown {
  if (name === "padding") return mapRecord(attribute as Readonly<Record<string, Shape>>, (ends) => [0, ...ends]);
  const alongRow = ALONG_ROW[name];
  return alongRow === undefined ? attribute : [alongRow, ...(attribute as Shape)];
}
