/** Parameters of one element as the numbers that they are: alone of all weights, these are looked at to know what a graph computes. */
import { isSingle } from "../dtypes.js";
import { InvalidWeightError } from "../errors.js";
import type { Parameter, Value } from "../graph.js";
import { indexOf } from "../graphIndex.js";
import { castTensor, elementCount } from "../tensor.js";
import type { Model } from "../weights.js";

/** The number of a parameter; nothing where a value is none, has several, or its weight is not there. */
export function singleNumbers({ graph, weights }: Model): (value: Value) => number | undefined {
  const index = indexOf(graph);
  const known = new Map<string, number | undefined>();
  const read = (parameter: Parameter): number | undefined => {
    try {
      return castTensor(weights.get(parameter), "float32").data[0];
    } catch (error) {
      if (error instanceof InvalidWeightError) return undefined;
      throw error;
    }
  };
  return ({ name, type }) => {
    if (elementCount(type) !== 1 || !isSingle(type.dtype)) return undefined;
    if (known.has(name)) return known.get(name);
    const parameter = index.parameter(name);
    const number = parameter?.initial.kind === "given" ? read(parameter) : undefined;
    known.set(name, number);
    return number;
  };
}

/** Of what is stored in so many bits: some roundings of it, and what it was computed by. */
const NEAR = 1e-6;
const NEAR_OF_HALVES = 5e-4;

/** Whether a number of such a value stands for the other one. */
export function isNear(number: number | undefined, wanted: number, { type: { dtype } }: Value): boolean {
  if (number === undefined) return false;
  return Math.abs(number - wanted) <= (dtype === "float16" ? NEAR_OF_HALVES : NEAR) * Math.abs(wanted);
}
