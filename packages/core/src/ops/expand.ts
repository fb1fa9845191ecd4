/** A tensor stretched to a larger shape: https://onnx.ai/onnx/operators/onnx__Expand.html */
import { perAxis } from "../attributeKinds.js";
import { layerOf } from "../defineLayer.js";
import { type ElementArray, VALUE_TYPES } from "../dtypes.js";
import { InvalidNodeError } from "../errors.js";
import { constantOf } from "../onnxForm.js";
import { NO_COST, defineOp } from "../op.js";
import { type Shape, type Tensor, intTensor, sameShape, zeros } from "../tensor.js";
import { copyView, stretch, viewOf } from "./view.js";

export const expandOp = defineOp({
  name: "expand",
  summary: "x stretched to `shape`: sides of 1, and axes before its first, repeat what is there",
  inputs: { x: "T" },
  outputs: { y: "T" },
  category: "shape",
  types: { T: VALUE_TYPES },
  attributes: { shape: perAxis(0) },
  axes: "kept",
  handsOn: ({ x }, { shape }) => (sameShape(x.shape, shape) ? "x" : undefined),
  inferTypes: ({ x }, { shape }) => {
    const added = shape.length - x.shape.length;
    if (added < 0 || x.shape.some((side, axis) => side !== 1 && side !== shape[axis + added])) {
      throw new InvalidNodeError({ problem: `${x.shape.join("x")} does not stretch to ${shape.join("x")}` });
    }
    return { y: { dtype: x.dtype, shape } };
  },
  countCost: () => NO_COST,
  evaluate: ({ x }, _, { y: { shape } }) => {
    const y = zeros(x.dtype, shape) as Tensor;
    copyView(stretch(viewOf<ElementArray>(x), shape), viewOf<ElementArray>(y));
    return { y };
  },
  // What was stretched is summed.
  gradient: { x: (_, { dy }) => dy },
  onnx: [
    {
      operator: "Expand",
      from: 8,
      constants: ["shape"],
      write: ({ shape }) => ({ constants: { shape: intTensor([shape.length], shape) } }),
      read: (node, { x }) => ({ shape: broadcast(x.shape, constantOf(node, "shape") ?? []) }),
    },
  ],
  tfjs: { write: ({ shape }) => ({ op: "BroadcastTo", constants: { shape: intTensor([shape.length], shape) } }) },
});

export const expand = layerOf(expandOp, "expand({ shape: [4, 16, 16, 16] })(x)");

/** ONNX's shape may have fewer axes than x, and sides of 1 where x has more. */
function broadcast(given: Shape, wanted: Shape): Shape {
  const rank = Math.max(given.length, wanted.length);
  return Array.from({ length: rank }, (_, axis) => {
    const side = given[axis - rank + given.length] ?? 1;
    const asked = wanted[axis - rank + wanted.length] ?? 1;
    return asked === 1 ? side : asked;
  });
}
