/** Rectifier with a slope below zero: https://onnx.ai/onnx/operators/onnx__LeakyRelu.html */
import { number } from "../attributeKinds.js";
import { withDefault } from "../attributes.js";
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { attributeOf, float } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount, floatTensor } from "../tensor.js";
import { OF_ONE, elementwise, elementwiseCost } from "./elementwise.js";

export const leakyReluOp = defineOp({
  ...OF_ONE,
  name: "leakyRelu",
  summary: "x where x >= 0, alpha x elsewhere",
  types: { T: FLOAT_TYPES },
  attributes: { alpha: withDefault(number(), 0.01) },
  fusion: "activation",
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ x }, { alpha }) => ({
    y: elementwise(x, (values, y) => {
      for (let index = 0; index < y.length; index += 1) {
        const value = values[index]!;
        y[index] = value < 0 ? alpha * value : value;
      }
    }),
  }),
  gradient: { x: (g, { x, dy }, { alpha }) => g.where(g.greater(x, 0), dy, g.mul(dy, alpha)) },
  onnx: [
    {
      operator: "LeakyRelu",
      from: 6,
      attributes: ["alpha"],
      write: ({ alpha }) => ({ attributes: { alpha: float(alpha) } }),
      read: (node) => ({ alpha: attributeOf(node, "alpha", "float") }),
    },
  ],
  tfjs: { write: ({ alpha }) => ({ op: "Prelu", constants: { alpha: floatTensor([1], [alpha]) } }) },
});

export const leakyRelu = layerOf(leakyReluOp, "leakyRelu({ alpha: 0.1 })(x)");
