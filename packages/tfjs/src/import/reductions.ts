/** What makes fewer numbers of many: products of matrices, reductions, shares. */
import * as core from "@linknet-kit/core";
import type { Op, SymbolicTensor } from "@linknet-kit/core";
import { activated, fusedWith } from "./elementwise.js";
import type { TfjsReading, TfjsReadings } from "./reading.js";
import type { TfjsNode } from "./tfjsNode.js";

function reduction(op: Op): TfjsReading {
  return (node) => {
    const axes = node.axes(node.numbers(1), node.at(0).type.shape.length);
    return node.give(op, { x: node.at(0) }, { axes, keepDims: node.flag("keep_dims") });
  };
}

function extreme(op: Op): TfjsReading {
  return (node) => {
    const [axis] = node.axes(node.numbers(1), node.at(0).type.shape.length);
    return node.give(op, { x: node.at(0) }, { axis, keepDims: false });
  };
}

function shares(op: Op): TfjsReading {
  return (node) => node.give(op, { x: node.at(0) }, { axes: [node.at(0).type.shape.length - 1] });
}

/** An operand with its last two axes exchanged where the flag says so. */
function matrixAt(node: TfjsNode, index: number, ...flags: readonly string[]): SymbolicTensor {
  const x = node.at(index);
  if (!flags.some((flag) => node.flag(flag))) return x;
  const order = [...x.type.shape.keys()];
  return core.transpose({ order: [...order.slice(0, -2), ...order.slice(-2).toReversed()] })(x);
}

const matrixProduct: TfjsReading = (node) =>
  node.give(core.matMulOp, {
    a: matrixAt(node, 0, "transpose_a", "adj_x"),
    b: matrixAt(node, 1, "transpose_b", "adj_y"),
  });

const fusedMatrixProduct: TfjsReading = (node) => {
  const { hasBias, activation } = fusedWith(node);
  const [x, weight] = [matrixAt(node, 0, "transpose_a"), matrixAt(node, 1, "transpose_b")];
  const y = hasBias
    ? node.give(core.linearOp, { x, weight, bias: node.at(2) })
    : node.give(core.matMulOp, { a: x, b: weight });
  return activated(node, y, activation, hasBias ? 3 : 2);
};

export const reductions: TfjsReadings = {
  ArgMax: extreme(core.argMaxOp),
  ArgMin: extreme(core.argMinOp),
  BatchMatMul: matrixProduct,
  BatchMatMulV2: matrixProduct,
  Cumsum: (node) => {
    const [axis] = node.axes(node.numbers(1), node.at(0).type.shape.length);
    return node.give(
      core.cumSumOp,
      { x: node.at(0) },
      { axis, exclusive: node.flag("exclusive"), reverse: node.flag("reverse") },
    );
  },
  LogSoftmax: shares(core.logSoftmaxOp),
  MatMul: matrixProduct,
  Max: reduction(core.reduceMaxOp),
  Mean: reduction(core.reduceMeanOp),
  Min: reduction(core.reduceMinOp),
  Prod: reduction(core.reduceProdOp),
  Softmax: shares(core.softmaxOp),
  Sum: reduction(core.reduceSumOp),
  _FusedMatMul: fusedMatrixProduct,
};
