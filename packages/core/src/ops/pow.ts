/** Powers, broadcast: https://onnx.ai/onnx/operators/onnx__Pow.html */
import { layerOfTwo } from "../defineLayer.js";
import { FLOAT_TYPES, NUMBER_TYPES, isFloat } from "../dtypes.js";
import { type OnnxForm } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { castTensor, elementCount } from "../tensor.js";
import { OF_TWO, broadcast, elementwiseCost } from "./elementwise.js";

const POW = { operator: "Pow", read: () => ({}) };

export const powOp = defineOp({
  ...OF_TWO,
  inputs: { a: "T", b: "U" },
  name: "pow",
  summary: "a to the power of b, broadcast, of a's type; of integers cut off behind the point",
  types: { T: [...FLOAT_TYPES, "int32", "int64"], U: NUMBER_TYPES },
  attributes: {},
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ a, b }) => ({ y: broadcast(a, castTensor(b, "float64"), a.dtype === "int64" ? raiseInt64 : raise) }),
  gradient: {
    a: (g, { a, b, dy }) => {
      const exponent = g.cast(b, a.type.dtype);
      return g.mul(dy, g.mul(exponent, g.pow(a, g.sub(exponent, 1))));
    },
    // Of bases below 0 there is none.
    b: (g, { a, b, y, dy }) => g.cast(g.mul(dy, g.where(g.equal(a, 0), 0, g.mul(y, g.log(a)))), b.type.dtype),
  },
  onnx: [
    { ...POW, from: 12, write: () => ({}) },
    { ...POW, from: 7, until: 11, write: writeFloats },
  ],
  tfjs: {
    write: (_, { a, b }) =>
      isFloat(a.dtype) && isFloat(b.dtype) ? { op: "Pow" } : { absent: "tfjs has powers of floats alone" },
  },
});

export const pow = layerOfTwo(powOp, "pow()(a, b)");

/** Once both were of one type, which was of floats. */
function writeFloats(
  _: object,
  { a, b }: Parameters<NonNullable<OnnxForm<"a" | "b", {}>["write"]>>[1],
): ReturnType<NonNullable<OnnxForm<"a" | "b", {}>["write"]>> {
  const isOld = a.dtype === b.dtype && FLOAT_TYPES.some((type) => type === a.dtype);
  return isOld ? {} : { absent: `Pow of opset 7 takes no ${a.dtype} to the power of ${b.dtype}` };
}

function raise(a: Float32Array, b: Float32Array, y: Float32Array): void {
  // Of two zeros and of infinities JavaScript thinks as C does, but of 1 to the power of what is no number or infinite.
  for (let index = 0; index < y.length; index += 1) y[index] = a[index] === 1 ? 1 : a[index]! ** b[index]!;
}

function raiseInt64(a: Float32Array, b: Float32Array, y: Float32Array): void {
  const [bases, powers] = [a, y] as unknown as readonly [BigInt64Array, BigInt64Array];
  for (let index = 0; index < y.length; index += 1) {
    const exponent = b[index]!;
    powers[index] =
      Number.isInteger(exponent) && exponent >= 0
        ? wrappedPower(bases[index]!, BigInt(exponent))
        : wholePart(Number(bases[index]!) ** exponent);
  }
}

/** Its last 64 bits, by squares: the whole power may be too long for any memory. */
function wrappedPower(base: bigint, exponent: bigint): bigint {
  let power = 1n;
  let square = base;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) power = BigInt.asIntN(64, power * square);
    square = BigInt.asIntN(64, square * square);
  }
  return power;
}

function wholePart(value: number): bigint {
  return Number.isFinite(value) ? BigInt(Math.trunc(value)) : 0n;
}
