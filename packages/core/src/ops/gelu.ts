/** Gaussian error linear unit, Hendrycks and Gimpel 2016 (arXiv 1606.08415): https://onnx.ai/onnx/operators/onnx__Gelu.html */
import { DECOMPOSED } from "../absent.js";
import { oneOf } from "../attributeKinds.js";
import { withDefault } from "../attributes.js";
import type { SymbolicTensor } from "../builder.js";
import { defineDecomposition } from "../decomposition.js";
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { UnsupportedFormError, attributeOf } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount } from "../tensor.js";
import { add } from "./add.js";
import { OF_ONE, elementwiseCost, mapped } from "./elementwise.js";
import { erf } from "./erf.js";
import { errorFunction } from "./errorFunction.js";
import { mul } from "./mul.js";
import { scalarsLike } from "./scalars.js";
import { tanh } from "./tanh.js";
import { THROUGH_PARTS } from "../gradient.js";

const APPROXIMATIONS = ["none", "tanh"] as const;

/** Of the approximation: the cube's share, and the slope of what the tangent is taken of. */
const CUBIC = 0.044715;
const SLOPE = Math.sqrt(2 / Math.PI);

export const geluOp = defineOp({
  ...OF_ONE,
  name: "gelu",
  summary: "x times the share of a normal distribution that is below x, or times a hyperbolic tangent that is near it",
  types: { T: FLOAT_TYPES },
  attributes: { approximate: withDefault(oneOf(...APPROXIMATIONS), "none") },
  fusion: "activation",
  // Products, a sum and a function; the approximation has a cubic in front.
  countCost: (_, { y }, { approximate }) => elementwiseCost((approximate === "none" ? 5 : 9) * elementCount(y)),
  evaluate: ({ x }, { approximate }) => ({ y: mapped(x, approximate === "none" ? exact : approximated) }),
  gradient: THROUGH_PARTS,
  onnx: [
    {
      operator: "Gelu",
      from: 20,
      attributes: ["approximate"],
      write: ({ approximate }) => ({ attributes: { approximate: { kind: "string", value: approximate } } }),
      read: (node) => {
        const approximate = attributeOf(node, "approximate", "string") ?? "none";
        const known = APPROXIMATIONS.find((each) => each === approximate);
        if (known !== undefined) return { approximate: known };
        throw new UnsupportedFormError({ operator: "Gelu", problem: `approximates by ${approximate}` });
      },
    },
  ],
  tfjs: DECOMPOSED,
});

export const geluDecomposition = defineDecomposition(geluOp, ({ x }, { approximate }, builder) => {
  const constant = scalarsLike(x, builder);
  const one = constant("one", 1);
  const bend = (): SymbolicTensor => {
    if (approximate === "none") return erf()(mul()(x, constant("deviations", Math.SQRT1_2)));
    const factor = add()(mul()(mul()(x, x), constant("cubic", CUBIC * SLOPE)), constant("slope", SLOPE));
    return tanh()(mul()(x, factor));
  };
  return { y: mul()(mul()(x, constant("half", 0.5)), add()(one, bend())) };
});

export const gelu = layerOf(geluOp, 'gelu({ approximate: "tanh" })(x)');

function exact(value: number): number {
  return (value / 2) * (1 + errorFunction(value * Math.SQRT1_2));
}

function approximated(value: number): number {
  return (value / 2) * (1 + Math.tanh(SLOPE * value * (1 + CUBIC * value * value)));
}
