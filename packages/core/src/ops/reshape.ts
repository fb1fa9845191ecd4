/** The same elements in another shape: https://onnx.ai/onnx/operators/onnx__Reshape.html */
import { perAxis } from "../attributes.js";
import { layerOf } from "../defineLayer.js";
import { VALUE_TYPES } from "../dtypes.js";
import { InvalidNodeError } from "../errors.js";
import { UnsupportedFormError, attributeOf, constantOf } from "../onnxForm.js";
import { NO_COST, defineOp } from "../op.js";
import { type Shape, elementCount, intTensor } from "../tensor.js";

export const reshapeOp = defineOp({
  name: "reshape",
  summary: "the elements of x, in their order, in another shape",
  inputs: { x: "T" },
  outputs: { y: "T" },
  types: { T: VALUE_TYPES },
  attributes: { shape: perAxis(1) },
  layout: "channels-first",
  inferTypes: ({ x }, { shape }) => {
    if (elementCount({ shape }) !== elementCount(x)) {
      throw new InvalidNodeError({ problem: `the elements of ${x.shape.join("x")} do not fill ${shape.join("x")}` });
    }
    return { y: { dtype: x.dtype, shape } };
  },
  countCost: () => NO_COST,
  evaluate: ({ x }, { shape }) => ({ y: { ...x, shape } }),
  onnx: {
    type: "Reshape",
    since: 5,
    constants: ["shape"],
    attributes: ["allowzero"],
    // 0 is the side that x has there, so that the batch may be dynamic.
    write: ({ shape }, { x }) => {
      const sides = shape.map((side, axis) => (axis === 0 && side === x.shape[0] ? 0 : side));
      return { constants: { shape: intTensor([sides.length], sides) } };
    },
    read: (form, { x }) => {
      if ((attributeOf(form, "allowzero", "int") ?? 0) !== 0) {
        throw new UnsupportedFormError({ type: "Reshape", problem: "has allowzero, and tensors here are never empty" });
      }
      return { shape: resolved(constantOf(form, "shape") ?? [], x.shape) };
    },
  },
  tfjs: { write: ({ shape }) => ({ op: "Reshape", constants: { shape: intTensor([shape.length], shape) } }) },
});

export const reshape = layerOf(reshapeOp, "reshape({ shape: [1, 64, 64] })(x)");

/** ONNX's 0 copies a side of x, and one -1 is whatever is left. */
function resolved(wanted: readonly number[], given: Shape): Shape {
  const sides = wanted.map((side, axis) => (side === 0 ? (given[axis] ?? 0) : side));
  const known = elementCount({ shape: sides.filter((side) => side !== -1) });
  return sides.map((side) => (side === -1 ? elementCount({ shape: given }) / known : side));
}
