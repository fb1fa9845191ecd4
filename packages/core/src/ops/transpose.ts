/** The axes of a tensor in another order: https://onnx.ai/onnx/operators/onnx__Transpose.html */
import { axisOrder } from "../attributeKinds.js";
import { layerOf } from "../defineLayer.js";
import { VALUE_TYPES } from "../dtypes.js";
import { InvalidNodeError } from "../errors.js";
import { attributeOf, ints } from "../onnxForm.js";
import { NO_COST, defineOp } from "../op.js";
import { intTensor } from "../tensor.js";
import { reorder, reorderShape } from "./reorder.js";

export const transposeOp = defineOp({
  name: "transpose",
  summary: "x with its axes in another order: the i-th of the result is axis `order[i]` of x",
  inputs: { x: "T" },
  outputs: { y: "T" },
  types: { T: VALUE_TYPES },
  attributes: { order: axisOrder() },
  axes: ({ order }) => order,
  handsOn: (_, { order }) => (order.every((from, axis) => from === axis) ? "x" : undefined),
  inferTypes: ({ x }, { order }) => {
    if (order.length !== x.shape.length || x.shape.some((_, axis) => !order.includes(axis))) {
      throw new InvalidNodeError({ problem: `${order.join(", ")} is no order of the axes of ${x.shape.join("x")}` });
    }
    return { y: { dtype: x.dtype, shape: reorderShape(x.shape, order) } };
  },
  countCost: () => NO_COST,
  evaluate: ({ x }, { order }) => ({ y: reorder(x, order) }),
  gradient: {
    x: (g, { dy }, { order }) =>
      g.transpose(
        dy,
        order.map((_, axis) => order.indexOf(axis)),
      ),
  },
  onnx: [
    {
      operator: "Transpose",
      from: 1,
      attributes: ["perm"],
      write: ({ order }) => ({ attributes: { perm: ints(...order) } }),
      read: (form, { x }) => ({
        order: attributeOf(form, "perm", "ints") ?? x.shape.map((_, axis) => axis).toReversed(),
      }),
    },
  ],
  tfjs: { write: ({ order }) => ({ op: "Transpose", constants: { perm: intTensor([order.length], order) } }) },
});

export const transpose = layerOf(transposeOp, "transpose({ order: [0, 2, 3, 1] })(x)");
