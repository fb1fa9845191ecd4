/** What a division leaves, broadcast: https://onnx.ai/onnx/operators/onnx__Mod.html */
import { oneOf } from "../attributeKinds.js";
import { withDefault } from "../attributes.js";
import { layerOfTwo } from "../defineLayer.js";
import { NUMBER_TYPES, isFloat } from "../dtypes.js";
import { InvalidNodeError } from "../errors.js";
import { attributeOf, int } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { OF_TWO, broadcast, elementwiseCost } from "./elementwise.js";
import { isOfInt64 } from "./wholeNumbers.js";

export const modOp = defineOp({
  ...OF_TWO,
  name: "mod",
  summary: "what is left of a by whole times b, broadcast, with the sign of b or of a; of floats with that of a alone",
  types: { T: NUMBER_TYPES },
  attributes: { sign: withDefault(oneOf("a", "b"), "b") },
  inferTypes: (inputs, { sign }) => {
    if (sign === "b" && isFloat(inputs.a.dtype))
      throw new InvalidNodeError({ problem: `what is left of ${inputs.a.dtype} has the sign of a` });
    return OF_TWO.inferTypes(inputs);
  },
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ a, b }, { sign }) => ({ y: broadcast(a, b, sign === "a" ? takeRests : takeRestsLikeB) }),
  // What is left of a is a minus b by a number that changes in steps.
  gradient: { a: (_, { dy }) => dy, b: (g, { a, b, y, dy }) => g.mul(dy, g.div(g.sub(y, a), b)) },
  onnx: [
    {
      operator: "Mod",
      from: 10,
      attributes: ["fmod"],
      write: ({ sign }) => ({ attributes: { fmod: int(sign === "a" ? 1 : 0) } }),
      read: (node) => ({ sign: (attributeOf(node, "fmod", "int") ?? 0) === 0 ? ("b" as const) : ("a" as const) }),
    },
  ],
  tfjs: {
    write: ({ sign }) =>
      sign === "b" ? { op: "FloorMod" } : { absent: "what tfjs leaves of a division has the sign of the divisor" },
  },
});

export const mod = layerOfTwo(modOp, 'mod({ sign: "a" })(a, b)');

function takeRests(a: Float32Array, b: Float32Array, y: Float32Array): void {
  // Of 64-bit integers JavaScript refuses to divide by 0, which ONNX leaves open.
  const isLong = isOfInt64(y);
  for (let index = 0; index < y.length; index += 1) {
    if (isLong && !b[index]) continue;
    y[index] = a[index]! % b[index]!;
  }
}

function takeRestsLikeB(a: Float32Array, b: Float32Array, y: Float32Array): void {
  const isLong = isOfInt64(y);
  for (let index = 0; index < y.length; index += 1) {
    const divisor = b[index]!;
    if (isLong && !divisor) continue;
    const rest = a[index]! % divisor;
    y[index] = (rest < 0 && divisor > 0) || (rest > 0 && divisor < 0) ? rest + divisor : rest;
  }
}
