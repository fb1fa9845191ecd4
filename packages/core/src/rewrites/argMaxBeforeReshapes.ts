/**
 * Finds labels along the last axis before transposes and reshapes that leave each place's classes side by side, and moves labels in their
 * place: so stand interleaves of images whose channels are last.
 */
import { type Node, type Value, isNodeOf } from "../graph.js";
import { argMaxOp } from "../ops/argMax.js";
import { reshapeOp } from "../ops/reshape.js";
import { sliceOp } from "../ops/slice.js";
import { transposeOp } from "../ops/transpose.js";
import { type Shape, elementCount } from "../tensor.js";
import type { NodeSpec } from "../checkedNode.js";
import type { Edit } from "./edit.js";
import { rewriteByRules, rule } from "./rules.js";

const earlier = rule(argMaxOp, (argMax, edit) => {
  const { axis, keepDims, last } = argMax.attributes;
  const { shape } = argMax.inputs.x.type;
  if (keepDims || last || axis !== shape.length - 1) return;
  const classes = shape[axis]!;
  const { x, moves } = movesBefore(argMax.inputs.x, classes, edit);
  // Reshapes alone move nothing.
  if (!moves.some((move) => move.op !== reshapeOp)) return;
  const { name, op } = argMax;
  const append = (spec: NodeSpec): Value => edit.append(spec)["y"]!;
  const inShape = (value: Value, called: string, sides: Shape): Value =>
    append({ name: `${name}/${called}`, op: reshapeOp, inputs: { x: value }, attributes: { shape: sides } });

  const rows = inShape(x, "rows", [elementCount(x.type) / classes, classes]);
  const found = append({ name, op, inputs: { x: rows }, attributes: { axis: 1, keepDims: false } });
  let labels = inShape(found, "labels", withoutClasses(x.type.shape, classes));
  for (const move of moves) labels = append(ofLabels(move, classes, labels));
  const attributes = { shape: argMax.outputs.y.type.shape };
  edit.replace(argMax, { name: `${name}/image`, op: reshapeOp, inputs: { x: labels }, attributes });
});

export const argMaxBeforeReshapes = rewriteByRules(
  { name: "argMaxBeforeReshapes", summary: "finds labels before numbers are moved whose classes stay side by side" },
  [earlier],
);

/** Back to where classes stand side by side without being moved, and what is moved from there on. */
function movesBefore(
  given: Value,
  classes: number,
  edit: Edit,
): { readonly x: Value; readonly moves: readonly Node[] } {
  const moves: Node[] = [];
  let x = given;
  for (;;) {
    const node = edit.producerOf(x);
    if (node === undefined || !edit.isReadOnce(x) || !isMove(node, classes)) return { x, moves };
    moves.unshift(node);
    x = node.inputs["x"] as Value;
  }
}

/** Whether the classes of a place stand side by side in what it is given, too, and are moved as one. */
function isMove(node: Node, classes: number): boolean {
  const { shape } = (node.inputs["x"] as Value | undefined)?.type ?? { shape: [] };
  const axis = shape.length - 1;
  if (axis < 0 || shape[axis]! % classes !== 0) return false;
  if (isNodeOf(node, transposeOp)) return node.attributes.order[axis] === axis;
  if (isNodeOf(node, sliceOp))
    return [node.attributes.step[axis], node.outputs.y.type.shape[axis]].join() === `1,${shape[axis]}`;
  return isNodeOf(node, reshapeOp);
}

/** The same node of labels. */
function ofLabels(node: Node, classes: number, x: Value): NodeSpec {
  const { name, op, attributes } = node;
  const inputs = { x };
  if (isNodeOf(node, transposeOp)) return { name, op, inputs, attributes };
  if (isNodeOf(node, reshapeOp))
    return { name, op, inputs, attributes: { shape: withoutClasses(node.attributes.shape, classes) } };
  const { start, end, step } = attributes as { readonly [key in "start" | "end" | "step"]: Shape };
  return { name, op, inputs, attributes: { start, end: withoutClasses(end, classes), step } };
}

function withoutClasses(shape: Shape, classes: number): Shape {
  return [...shape.slice(0, -1), shape.at(-1)! / classes];
}
