/** What is computed element by element, activations among it. */
import * as core from "@linknet-kit/core";
import type { Op, SymbolicTensor } from "@linknet-kit/core";
import type { TfjsReading, TfjsReadings } from "./reading.js";
import type { TfjsNode } from "./tfjsNode.js";

/** Operations of one operand, and the ops that compute the same. */
const OF_ONE: Readonly<Record<string, Op>> = {
  Abs: core.absOp,
  Acos: core.acosOp,
  Acosh: core.acoshOp,
  Asin: core.asinOp,
  Asinh: core.asinhOp,
  Atan: core.atanOp,
  Atanh: core.atanhOp,
  Ceil: core.ceilOp,
  Cos: core.cosOp,
  Cosh: core.coshOp,
  Elu: core.eluOp,
  Erf: core.erfOp,
  Exp: core.expOp,
  Floor: core.floorOp,
  Identity: core.identityOp,
  Inv: core.reciprocalOp,
  IsInf: core.isInfOp,
  IsNan: core.isNaNOp,
  Log: core.logOp,
  LogicalNot: core.notOp,
  Neg: core.negOp,
  Reciprocal: core.reciprocalOp,
  Relu: core.reluOp,
  Round: core.roundOp,
  Selu: core.seluOp,
  Sigmoid: core.sigmoidOp,
  Sign: core.signOp,
  Sin: core.sinOp,
  Sinh: core.sinhOp,
  Softplus: core.softplusOp,
  Sqrt: core.sqrtOp,
  StopGradient: core.identityOp,
  Tan: core.tanOp,
  Tanh: core.tanhOp,
};

/** Operations of two operands, with numpy's broadcasting. */
const OF_TWO: Readonly<Record<string, Op>> = {
  Add: core.addOp,
  AddV2: core.addOp,
  // Of the last axis, which broadcasting begins with.
  BiasAdd: core.addOp,
  Div: core.divOp,
  Equal: core.equalOp,
  FloorMod: core.modOp,
  Greater: core.greaterOp,
  GreaterEqual: core.greaterOrEqualOp,
  Less: core.lessOp,
  LessEqual: core.lessOrEqualOp,
  LogicalAnd: core.andOp,
  LogicalOr: core.orOp,
  Maximum: core.maxOp,
  Minimum: core.minOp,
  Mul: core.mulOp,
  Pow: core.powOp,
  RealDiv: core.divOp,
  Sub: core.subOp,
};

function select(node: TfjsNode): SymbolicTensor {
  return node.give(core.whereOp, { condition: node.at(0), a: node.at(1), b: node.at(2) });
}

export const elementwise: TfjsReadings = {
  ...tableOf(OF_ONE, (op) => (node) => node.give(op, { x: node.at(0) })),
  ...tableOf(OF_TWO, (op) => (node) => {
    if (node.op === "BiasAdd" && node.text("data_format", "NHWC") !== "NHWC") node.fail("is of channels-first images");
    return node.give(op, { a: node.at(0), b: node.at(1) });
  }),
  AddN: (node) => node.inputs.reduce((sum, each) => core.add()(sum, each)),
  Cast: (node) => {
    const { declared, dtype } = node.type("DstT");
    const to = declared === "DT_INT64" ? "int64" : (dtype ?? node.fail(`makes ${declared} of its operand`));
    return to === node.at(0).type.dtype
      ? node.give(core.identityOp, { x: node.at(0) })
      : node.give(core.castOp, { x: node.at(0) }, { to });
  },
  ClipByValue: (node) => {
    const [min, max] = [node.numbers(1)[0], node.numbers(2)[0]];
    return node.give(core.clipOp, { x: node.at(0) }, { min, max });
  },
  LeakyRelu: (node) => node.give(core.leakyReluOp, { x: node.at(0) }, { alpha: node.number("alpha", 0.2) }),
  NotEqual: (node) => node.give(core.notOp, { x: core.equal()(node.at(0), node.at(1)) }),
  Prelu: (node) => node.give(core.preluOp, { x: node.at(0), slope: node.at(1) }),
  Relu6: (node) => node.give(core.clipOp, { x: node.at(0) }, { min: 0, max: 6 }),
  Rsqrt: (node) => node.give(core.reciprocalOp, { x: core.sqrt()(node.at(0)) }),
  Select: select,
  SelectV2: select,
  Square: (node) => node.give(core.mulOp, { a: node.at(0), b: node.at(0) }),
  SquaredDifference: (node) => {
    const difference = core.sub()(node.at(0), node.at(1));
    return node.give(core.mulOp, { a: difference, b: difference });
  },
};

function tableOf(ops: Readonly<Record<string, Op>>, reading: (op: Op) => TfjsReading): TfjsReadings {
  return Object.fromEntries(Object.entries(ops).map(([operation, op]) => [operation, reading(op)]));
}

/** What a fused operation does to its result, by the words of `fused_ops`; `more` are the operands behind the bias. */
export function activated(
  node: TfjsNode,
  x: SymbolicTensor,
  activation: string | undefined,
  more: number,
): SymbolicTensor {
  switch (activation) {
    case undefined:
      return x;
    case "Relu":
      return core.relu()(x);
    case "Relu6":
      return core.clip({ min: 0, max: 6 })(x);
    case "Elu":
      return core.elu()(x);
    case "Sigmoid":
      return core.sigmoid()(x);
    case "LeakyRelu":
      return core.leakyRelu({ alpha: node.number("leakyrelu_alpha", 0.2) })(x);
    case "Prelu":
      return x.builder.apply(core.preluOp, { x, slope: node.at(more) }, {}).y;
    default:
      return node.fail(`is fused with ${activation}`);
  }
}

/** Whether a bias is added, and the activation behind it. */
export function fusedWith(node: TfjsNode): { readonly hasBias: boolean; readonly activation: string | undefined } {
  const [first, second, ...others] = node.texts("fused_ops");
  if (others.length > 0) node.fail("is fused with more than a bias and an activation");
  if (first === "BiasAdd") return { hasBias: true, activation: second };
  return second === undefined
    ? { hasBias: false, activation: first }
    : node.fail(`is fused with ${first}, then ${second}`);
}
