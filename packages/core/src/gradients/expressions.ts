/** The ops as gradients are built of them (`Expressions`), on a builder. */
import type { AttributeKinds, Given } from "../attributes.js";
import type { SymbolicTensor } from "../builder.js";
import type { DType } from "../dtypes.js";
import type { FoldingBuilder } from "../foldingBuilder.js";
import type { Quantity, Expression, Expressions } from "../gradient.js";
import { type Operands, listed } from "../graph.js";
import type { Op } from "../op.js";
import * as all from "../ops/all.js";
import { type Tensor, filled, sameShape } from "../tensor.js";

/** Each node once: of the same operands and attributes there is one. */
export function expressionsOn(builder: FoldingBuilder): Expressions {
  const built = new Map<string, Readonly<Record<string, SymbolicTensor>>>();
  const constants = new Map<string, SymbolicTensor>();

  const apply = (op: object, inputs: Operands, attributes: Given<AttributeKinds> = {}): SymbolicTensor => {
    const of = Object.entries(inputs).map(([slot, operand]) => [slot, listed(operand).map(({ name }) => name)]);
    const key = JSON.stringify([(op as Op).name, of, attributes]);
    const { y } = built.get(key) ?? builder.apply(op as Op, inputs, attributes);
    built.set(key, { y: y! });
    return y!;
  };
  const constant = (tensor: Tensor): SymbolicTensor => builder.constant(builder.freeName("constant"), tensor);
  const number = (value: number, dtype: DType): SymbolicTensor => {
    const key = `${dtype} ${value}`;
    const made = constants.get(key) ?? constant(filled(dtype, [], value));
    constants.set(key, made);
    return made;
  };
  const both = (a: Quantity, b: Quantity): readonly [Expression, Expression] => {
    const { dtype } = ((typeof a === "number" ? b : a) as Expression).type;
    return [typeof a === "number" ? number(a, dtype) : a, typeof b === "number" ? number(b, dtype) : b];
  };
  const ofOne = (op: object) => (x: Expression) => apply(op, { x });
  /** What a value was stretched from, by its name. */
  const stretched = new Map<string, Expression>();
  /** What it was stretched from where the other operand stretches it as far: less is written and read. */
  const unstretched = (x: Expression, other: Expression): Expression =>
    sameShape(x.type.shape, other.type.shape) ? (stretched.get(x.name) ?? x) : x;
  const ofTwo = (op: object) => (given: Quantity, other: Quantity) => {
    const [a, b] = both(given, other);
    const shorter = unstretched(a, b);
    const [left, right] = [shorter, shorter === a ? unstretched(b, a) : b];
    return apply(op, { a: withAxes(left, right), b: withAxes(right, left) });
  };
  const reduced = (op: object) => (x: Expression, axes: readonly number[]) =>
    axes.every((axis) => x.type.shape[axis] === 1) ? x : apply(op, { x }, { axes, keepDims: true });
  const reshape = (x: Expression, shape: readonly number[]) =>
    sameShape(x.type.shape, shape) ? x : apply(all.reshapeOp, { x }, { shape });
  const expand = (x: Expression, shape: readonly number[]) => {
    if (sameShape(x.type.shape, shape)) return x;
    const y = apply(all.expandOp, { x }, { shape });
    stretched.set(y.name, x);
    return y;
  };

  /** A scalar with an axis for each of the other's where the last of these has one element: ONNX Runtime would go through that element by element. */
  const withAxes = (x: Expression, { type: { shape } }: Expression): Expression =>
    x.type.shape.length === 0 && shape.at(-1) === 1
      ? reshape(
          x,
          shape.map(() => 1),
        )
      : x;

  const sum = reduced(all.reduceSumOp);

  return {
    add: ofTwo(all.addOp),
    sub: ofTwo(all.subOp),
    mul: ofTwo(all.mulOp),
    div: ofTwo(all.divOp),
    pow: ofTwo(all.powOp),
    min: ofTwo(all.minOp),
    equal: ofTwo(all.equalOp),
    greater: ofTwo(all.greaterOp),
    less: ofTwo(all.lessOp),
    and: ofTwo(all.andOp),
    where: (condition, given, other) => {
      const [a, b] = both(given, other);
      return apply(all.whereOp, { condition, a, b });
    },
    neg: ofOne(all.negOp),
    sign: ofOne(all.signOp),
    sqrt: ofOne(all.sqrtOp),
    exp: ofOne(all.expOp),
    log: ofOne(all.logOp),
    sin: ofOne(all.sinOp),
    cos: ofOne(all.cosOp),
    sinh: ofOne(all.sinhOp),
    cosh: ofOne(all.coshOp),
    sigmoid: ofOne(all.sigmoidOp),
    cast: (x, to) => (x.type.dtype === to ? x : apply(all.castOp, { x }, { to })),
    sum,
    mean: reduced(all.reduceMeanOp),
    max: reduced(all.reduceMaxOp),
    prod: reduced(all.reduceProdOp),
    cumSum: (x, over) => apply(all.cumSumOp, { x }, over),
    reshape,
    expand,
    transpose: (x, order) =>
      order.every((axis, place) => axis === place) ? x : apply(all.transposeOp, { x }, { order }),
    slice: (x, { start, end, step = start.map(() => 1) }) => {
      const isWhole = x.type.shape.every((side, axis) => start[axis] === 0 && end[axis] === side && step[axis] === 1);
      return isWhole ? x : apply(all.sliceOp, { x }, { start, end, step });
    },
    pad: (x, before, after) =>
      [...before, ...after].every((side) => side === 0) ? x : apply(all.padOp, { x }, { before, after }),
    concat: (xs, axis) => (xs.length === 1 ? xs[0]! : apply(all.concatOp, { xs }, { axis })),
    matMul: (a, b) => apply(all.matMulOp, { a, b }),
    conv: (x, weight, given, bias) => apply(all.convOp, { x, weight, bias }, { ...given }),
    convTranspose: (x, weight, given) => apply(all.convTransposeOp, { x, weight }, { ...given }),
    batchNorm: (of, epsilon) => apply(all.batchNormOp, of, { epsilon }),
    batchNormByBatch: (of, epsilon) => apply(all.batchNormByBatchOp, of, { epsilon }),
    softmaxCrossEntropy: (x, labels) => apply(all.softmaxCrossEntropyOp, { x, labels }),
    gather: (x, indices, axis) => apply(all.gatherOp, { x, indices }, { axis }),
    gatherElements: (x, indices, axis) => apply(all.gatherElementsOp, { x, indices }, { axis }),
    gatherND: (x, indices, batchDims) => apply(all.gatherNDOp, { x, indices }, { batchDims }),
    scatterElements: (x, { indices, updates, reduction }, axis) =>
      apply(all.scatterElementsOp, { x, indices, updates }, { axis, reduction }),
    scatterND: (x, { indices, updates, reduction }) => apply(all.scatterNDOp, { x, indices, updates }, { reduction }),
    fitted: (x, shape) => fit({ reshape, expand, sum }, x, shape),
    zeros: ({ dtype, shape }) => expand(number(0, dtype), shape),
    constant,
  };
}

interface Shaping {
  readonly reshape: Expressions["reshape"];
  readonly expand: Expressions["expand"];
  readonly sum: Expressions["sum"];
}

function fit({ reshape, expand, sum }: Shaping, x: Expression, shape: readonly number[]): Expression {
  const rank = Math.max(x.type.shape.length, shape.length);
  const [from, to] = [x.type.shape, shape].map((each) => [...Array<number>(rank - each.length).fill(1), ...each]);
  const whole = from!.map((side, axis) => (side === 1 ? to![axis]! : side));
  const axes = [...whole.keys()].filter((axis) => to![axis] === 1 && whole[axis] !== 1);
  return reshape(sum(expand(reshape(x, from!), whole), axes), shape);
}
