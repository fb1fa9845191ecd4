/**
 * Transposes that undo each other. Two in a row are one, or none. Where a node computes the same in any order of its axes (`axes`), the
 * transposes of its operands become one of its result, if that is fewer of them or brings one to another that undoes it.
 */
import { reorderAttributes } from "../attributes.js";
import { isSingle } from "../dtypes.js";
import { type Node, type NodeOf, type Value, inputValues, isNodeOf, mapOperands, outputValues } from "../graph.js";
import { identityOp } from "../ops/identity.js";
import { reorder, reorderShape } from "../ops/reorder.js";
import { transposeOp } from "../ops/transpose.js";
import { elementCount, floatTensor, sameShape } from "../tensor.js";
import type { Edit } from "./edit.js";
import { type RewriteRule, rewriteByRules, rule } from "./rules.js";

type Order = readonly number[];

/** So many nodes are looked at for a transpose that undoes one, and so many readers or operands of each. */
const FARTHEST = 64;
const MOST_NEIGHBOURS = 8;

const compose = rule(transposeOp, (transpose, edit) => {
  const { order, x } = composed(transpose, edit) ?? {};
  if (order === undefined || x === undefined) return;
  if (isIdentity(order)) edit.bypass(transpose, { y: x });
  else edit.replace(transpose, { ...transpose, inputs: { x }, attributes: { order } });
});

/** Where the result is an output and what it would be read from has a name to keep. */
const composeToIdentity = rule(transposeOp, (transpose, edit) => {
  const { order, x } = composed(transpose, edit) ?? {};
  if (order === undefined || !isIdentity(order)) return;
  edit.replace(transpose, { name: transpose.name, op: identityOp, inputs: { x }, attributes: {} });
});

const moveBehind: RewriteRule = {
  apply: (node, edit) => {
    const order = orderBefore(node, edit);
    if (order === undefined) return;
    const turned = inputValues(node).filter((value) => !edit.isParameter(value));
    const gone = turned.filter((value) => edit.isReadOnce(value)).length;
    const [output, result] = Object.entries(node.outputs)[0]!;
    if (gone < 2 && (gone === 0 || !meetsInverse(result, order, edit, { nodes: FARTHEST }))) return;
    const inverse = order.map((_, axis) => order.indexOf(axis));
    const inputs = mapOperands(node.inputs, (value) =>
      edit.isParameter(value) ? turnedParameter(value, inverse, edit) : transposeBefore(value, edit)!.inputs.x,
    );
    const attributes = reorderAttributes(node.op.attributes, node.attributes, inverse);
    const x = edit.append({ ...node, inputs, attributes })[output];
    edit.replace(node, { name: `${node.name}/transpose`, op: transposeOp, inputs: { x }, attributes: { order } });
  },
};

export const cancelTransposes = rewriteByRules(
  {
    name: "cancelTransposes",
    summary:
      "joins transposes in a row, and moves them behind nodes that any order of axes suits where that leaves fewer",
  },
  [compose, composeToIdentity, moveBehind],
);

/** What two in a row make of the operand of the first. */
function composed({ inputs: { x }, attributes }: NodeOf<typeof transposeOp>, edit: Edit) {
  const inner = transposeBefore(x, edit);
  return inner && { order: attributes.order.map((axis) => inner.attributes.order[axis]!), x: inner.inputs.x };
}

function transposeBefore(value: Value, edit: Edit): NodeOf<typeof transposeOp> | undefined {
  const node = edit.producerOf(value);
  return node !== undefined && isNodeOf(node, transposeOp) ? node : undefined;
}

/** The one order of all operands that are no parameters; nothing where one is none of a transpose, or the node may not be turned. */
function orderBefore(node: Node, edit: Edit): Order | undefined {
  const values = inputValues(node);
  const first = values.find((value) => !edit.isParameter(value));
  const order = first && transposeBefore(first, edit)?.attributes.order;
  if (order === undefined || !canTurn(node, order)) return undefined;
  return values.every((value) => canBeTurned(value, order, edit)) ? order : undefined;
}

function canTurn({ op, outputs }: Node, { length }: Order): boolean {
  const types = Object.values(outputs).map(({ type }) => type);
  return op.axes === "kept" && types.length === 1 && types[0]!.shape.length === length;
}

/** Copies of parameters that others read would make the file grow; only floats are computed anew. */
function canBeTurned(value: Value, order: Order, edit: Edit): boolean {
  if (!edit.isParameter(value)) {
    const before = transposeBefore(value, edit);
    return before !== undefined && sameShape(before.attributes.order, order);
  }
  return elementCount(value.type) === 1 || (isSingle(value.type.dtype) && edit.isReadOnce(value));
}

/** Whether a transpose that this one undoes, or one like it on another operand, is near behind the value. */
function meetsInverse(value: Value, order: Order, edit: Edit, left: { nodes: number }): boolean {
  const readers = edit.readersOf(value).slice(0, MOST_NEIGHBOURS);
  return readers.some((reader) => {
    left.nodes -= 1;
    if (left.nodes < 0) return false;
    if (isNodeOf(reader, transposeOp)) return isIdentity(reader.attributes.order.map((axis) => order[axis]!));
    const others = inputValues(reader).filter(({ name }) => name !== value.name);
    if (others.length >= MOST_NEIGHBOURS || !canTurn(reader, order)) return false;
    if (!others.every((other) => canBeTurned(other, order, edit))) return false;
    return (
      others.some((other) => !edit.isParameter(other)) || meetsInverse(outputValues(reader)[0]!, order, edit, left)
    );
  });
}

/** It stretches along the axes that it lacks, so that these move too. */
function turnedParameter(value: Value, order: Order, edit: Edit): Value {
  const { dtype, shape } = value.type;
  if (elementCount({ shape }) === 1) return value;
  const whole = [...Array.from({ length: order.length - shape.length }, () => 1), ...shape];
  return edit.derive(`${value.name}/transposed`, {
    type: { dtype, shape: reorderShape(whole, order) },
    of: { value },
    compute: (sources) => reorder(floatTensor(whole, sources.value.data), order),
  });
}

function isIdentity(order: Order): boolean {
  return order.every((from, axis) => from === axis);
}
