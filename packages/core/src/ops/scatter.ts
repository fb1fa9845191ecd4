/** What becomes of an element that something is scattered onto. */
import type { Absent } from "../absent.js";
import { oneOf } from "../attributeKinds.js";
import { withDefault } from "../attributes.js";
import { type DType, NUMBER_TYPES } from "../dtypes.js";
import { InvalidNodeError } from "../errors.js";
import { type OnnxNode, UnsupportedFormError, attributeOf, holdsIn } from "../onnxForm.js";
import type { Tensor } from "../tensor.js";
import type { Tuples } from "./places.js";

const REDUCTIONS = ["none", "add", "mul", "max", "min"] as const;
export type Reduction = (typeof REDUCTIONS)[number];

export const reduction = withDefault(oneOf(...REDUCTIONS), "none");

/** How a run of `updates` from `from` on meets the run of `y` from `at` on, both of `length`. */
type Meet = (y: Float32Array, updates: Float32Array, at: number, from: number, length: number) => void;

const MEETINGS: Readonly<Record<Reduction, Meet>> = {
  none: (y, updates, at, from, length) => {
    for (let index = 0; index < length; index += 1) y[at + index] = updates[from + index]!;
  },
  add: (y, updates, at, from, length) => {
    for (let index = 0; index < length; index += 1) y[at + index]! += updates[from + index]!;
  },
  mul: (y, updates, at, from, length) => {
    for (let index = 0; index < length; index += 1) y[at + index]! *= updates[from + index]!;
  },
  max: (y, updates, at, from, length) => {
    for (let index = 0; index < length; index += 1) {
      if (updates[from + index]! > y[at + index]!) y[at + index] = updates[from + index]!;
    }
  },
  min: (y, updates, at, from, length) => {
    for (let index = 0; index < length; index += 1) {
      if (updates[from + index]! < y[at + index]!) y[at + index] = updates[from + index]!;
    }
  },
};

/** The updates, in their order, onto the runs of `y` that start at `places`. */
export function scatterOnto(y: Tensor, updates: Tensor, { places, length }: Tuples, by: Reduction): void {
  const meet = MEETINGS[by];
  const [to, from] = [y.data as Float32Array, updates.data as Float32Array];
  places.forEach((place, index) => meet(to, from, place, index * length, length));
}

/** Truth values are replaced, and nothing else. */
export function checkReduction(by: Reduction, dtype: DType): void {
  if (by !== "none" && !NUMBER_TYPES.some((type) => type === dtype))
    throw new InvalidNodeError({ problem: `nothing of ${dtype} is met by ${by}` });
}

/** The opsets of an operator that has no reduction until opset 15, and neither max nor min until 17, with those that each knows. */
export const REDUCTION_STEPS = [
  { opsets: { from: 18 }, known: REDUCTIONS },
  { opsets: { from: 16, until: 17 }, known: ["none", "add", "mul"] },
  { opsets: { from: 11, until: 15 }, known: ["none"] },
] as const satisfies readonly { readonly opsets: object; readonly known: readonly Reduction[] }[];

/** What a node says of a reduction, where the opset knows it; nothing is said where there is none. */
export function writeReduction(by: Reduction, known: readonly Reduction[]): Partial<OnnxNode> | Absent {
  if (by === "none") return {};
  return known.includes(by)
    ? { attributes: { reduction: { kind: "string", value: by } } }
    : { absent: `before opset ${by === "max" || by === "min" ? 18 : 16} it has no reduction ${by}` };
}

/** Of a node of an opset; none may be said where the opset knows of none. */
export function readReduction(node: OnnxNode, operator: string, opset = Infinity): Reduction {
  const given = attributeOf(node, "reduction", "string");
  if (given === undefined) return "none";
  const { known } = REDUCTION_STEPS.find(({ opsets }) => holdsIn({ operator, ...opsets }, opset))!;
  const by = known.find((each) => opset >= 16 && each === given);
  if (by !== undefined) return by;
  throw new UnsupportedFormError({ operator, problem: `has the reduction ${given}, which is not supported` });
}
