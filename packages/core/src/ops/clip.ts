/** Held between two limits: https://onnx.ai/onnx/operators/onnx__Clip.html */
import { DECOMPOSED } from "../absent.js";
import { limit } from "../attributeKinds.js";
import { withDefault } from "../attributes.js";
import type { SymbolicTensor } from "../builder.js";
import { defineDecomposition } from "../decomposition.js";
import { layerOf } from "../defineLayer.js";
import { type DType, FLOAT_TYPES, NUMBER_TYPES, isFloat } from "../dtypes.js";
import { InvalidNodeError } from "../errors.js";
import { defineExpansion } from "../onnxExpansion.js";
import { type FormOfTypes, attributeOf, constantOf, float, formsByType } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { type Tensor, elementCount, filled } from "../tensor.js";
import { OF_ONE, elementwise, elementwiseCost } from "./elementwise.js";
import { identity } from "./identity.js";
import { max } from "./max.js";
import { min } from "./min.js";
import { scalarsLike } from "./scalars.js";

const attributes = { min: withDefault(limit(), -Infinity), max: withDefault(limit(), Infinity) };

const SINCE_11: FormOfTypes<"x", typeof attributes> = {
  operator: "Clip",
  constants: ["min?", "max?"],
  write: (limits, { x }) => ({ constants: constantsOf(limits, x.dtype) }),
  read: (node) => ({ min: constantOf(node, "min")?.[0], max: constantOf(node, "max")?.[0] }),
};

export const clipOp = defineOp({
  ...OF_ONE,
  name: "clip",
  summary: "x, but `min` where it is less and then `max` where it is more",
  types: { T: NUMBER_TYPES },
  attributes,
  fusion: "activation",
  inferTypes: ({ x }, limits) => {
    if (!isFloat(x.dtype)) checkWhole(limits, x.dtype);
    return { y: x };
  },
  countCost: (_, { y }, limits) =>
    elementwiseCost(Object.values(limits).filter((each) => Number.isFinite(each)).length * elementCount(y)),
  evaluate: ({ x }, limits) => ({ y: hold(x, limits) }),
  gradient: { x: (g, { x, y, dy }) => g.where(g.equal(x, y), dy, 0) },
  onnx: [
    ...formsByType(SINCE_11, [11, FLOAT_TYPES], [12, NUMBER_TYPES]),
    {
      operator: "Clip",
      from: 6,
      until: 10,
      attributes: ["min", "max"],
      write: (limits) => ({
        attributes: Object.fromEntries(finite(limits).map(([name, value]) => [name, float(value)])),
      }),
      read: (node) => ({ min: attributeOf(node, "min", "float"), max: attributeOf(node, "max", "float") }),
    },
  ],
  tfjs: {
    write: (limits, { x }) => {
      const constants = constantsOf(limits, x.dtype);
      const [only, second] = Object.keys(constants);
      if (only === undefined) return { op: "Identity" };
      if (second === undefined) return { op: only === "min" ? "Maximum" : "Minimum", constants };
      return isFloat(x.dtype) && limits.min <= limits.max ? { op: "ClipByValue", constants } : DECOMPOSED;
    },
  },
});

export const clipDecomposition = defineDecomposition(clipOp, ({ x }, limits, builder) => {
  const constant = scalarsLike(x, builder);
  const above = Number.isFinite(limits.min) ? max()(x, constant("min", limits.min)) : x;
  return { y: Number.isFinite(limits.max) ? min()(above, constant("max", limits.max)) : identity()(above) };
});

export const clip = layerOf(clipOp, "clip({ min: 0, max: 6 })(x)");

/** Between limits that are computed, or that are 64-bit integers which no double holds. */
export const clipBetween = defineExpansion({
  operator: "Clip",
  from: 11,
  inputs: ["x", "min?", "max?"],
  build: ({ x, min: low, max: high }, _, { builder }) => {
    const isNumber = (each: SymbolicTensor | undefined): boolean => {
      const tensor = each && builder.known(each)?.read();
      return (
        each === undefined ||
        (tensor?.dtype === "int64" || tensor?.dtype === "uint64" ? tensor.data.every(isSafe) : tensor !== undefined)
      );
    };
    if ((isNumber(low) && isNumber(high)) || (low === undefined && high === undefined)) return undefined;
    const above = low === undefined ? x : max()(x, low);
    return high === undefined ? above : min()(above, high);
  },
});

type Limits = Readonly<Record<keyof typeof attributes, number>>;

function finite(limits: Limits): readonly [name: string, value: number][] {
  return Object.entries(limits).filter(([, value]) => Number.isFinite(value));
}

function constantsOf(limits: Limits, dtype: DType): Readonly<Record<string, Tensor>> {
  return Object.fromEntries(finite(limits).map(([name, value]) => [name, filled(dtype, [], value)]));
}

function checkWhole(limits: Limits, dtype: DType): void {
  for (const [, value] of finite(limits)) {
    if (!Number.isSafeInteger(value))
      throw new InvalidNodeError({ problem: `limits of ${dtype} must be whole numbers` });
    if (Number(filled(dtype, [], value).data[0]) !== value)
      throw new InvalidNodeError({ problem: `${dtype} has no ${value}` });
  }
}

function isSafe(value: bigint): boolean {
  return Number.isSafeInteger(Number(value));
}

function hold(x: Tensor, limits: Limits): Tensor {
  const { min: low, max: high } = constantsOf(limits, x.dtype);
  // Of 64-bit integers these are such too.
  const [lowest, highest] = [low?.data[0] ?? -Infinity, high?.data[0] ?? Infinity] as [number, number];
  return elementwise(x, (values, y) => {
    for (let index = 0; index < y.length; index += 1) {
      const value = values[index]!;
      const raised = value < lowest ? lowest : value;
      y[index] = raised > highest ? highest : raised;
    }
  });
}
