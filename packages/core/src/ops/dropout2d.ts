/** Spatial dropout, Tompson et al. 2015 (arXiv 1411.4280): drops whole channels while training, changes nothing at inference. */
import { number, withDefault } from "../attributes.js";
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { UnsupportedFormError, attributeOf, constantOf } from "../onnxForm.js";
import { NO_COST, defineOp } from "../op.js";
import { floatTensor } from "../tensor.js";

export const dropout2dOp = defineOp({
  name: "dropout2d",
  summary: "x at inference; while training, channels are dropped with probability `rate`",
  inputs: { x: "T" },
  outputs: { y: "T" },
  types: { T: FLOAT_TYPES },
  attributes: { rate: withDefault(number(), 0.5) },
  layout: "any",
  fusion: "identity",
  inferTypes: ({ x }) => ({ y: x }),
  countCost: () => NO_COST,
  evaluate: ({ x }) => ({ y: x }),
  onnx: {
    type: "Dropout",
    since: 12,
    readSince: 7,
    constants: ["ratio?", "training_mode?"],
    attributes: ["seed", "ratio"],
    write: ({ rate }) => ({ constants: { ratio: floatTensor([], [rate]) } }),
    read: (form) => {
      if ((constantOf(form, "training_mode")?.[0] ?? 0) !== 0) {
        throw new UnsupportedFormError({ type: "Dropout", problem: "is in training mode" });
      }
      // Before opset 12 the rate was an attribute.
      return { rate: constantOf(form, "ratio")?.[0] ?? attributeOf(form, "ratio", "float") ?? 0.5 };
    },
  },
  tfjs: { write: () => ({ op: "Identity" }) },
});

export const dropout2d = layerOf(dropout2dOp, "dropout2d({ rate: 0.1 })(x)");
