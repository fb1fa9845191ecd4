/** Spatial dropout, Tompson et al. 2015 (arXiv 1411.4280): drops whole channels while training, changes nothing at inference. */
import { number, withDefault } from "../attributes.js";
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { UnsupportedFormError, attributeOf, constantOf, float } from "../onnxForm.js";
import { NO_COST, defineOp } from "../op.js";
import { floatTensor } from "../tensor.js";

const DEFAULT_RATE = 0.5;

export const dropout2dOp = defineOp({
  name: "dropout2d",
  summary: "x at inference; while training, channels are dropped with probability `rate`",
  inputs: { x: "T" },
  outputs: { y: "T" },
  types: { T: FLOAT_TYPES },
  attributes: { rate: withDefault(number(), DEFAULT_RATE) },
  axes: "kept",
  fusion: "identity",
  handsOn: () => "x",
  inferTypes: ({ x }) => ({ y: x }),
  countCost: () => NO_COST,
  evaluate: ({ x }) => ({ y: x }),
  onnx: [
    {
      operator: "Dropout",
      from: 12,
      constants: ["ratio?", "training_mode?"],
      attributes: ["seed"],
      write: ({ rate }) => ({ constants: { ratio: floatTensor([], [rate]) } }),
      read: (node) => {
        if ((constantOf(node, "training_mode")?.[0] ?? 0) !== 0) {
          throw new UnsupportedFormError({ operator: "Dropout", problem: "is in training mode" });
        }
        return { rate: constantOf(node, "ratio")?.[0] ?? DEFAULT_RATE };
      },
    },
    {
      operator: "Dropout",
      from: 7,
      until: 11,
      attributes: ["ratio"],
      write: ({ rate }) => ({ attributes: { ratio: float(rate) } }),
      read: (node) => ({ rate: attributeOf(node, "ratio", "float") ?? DEFAULT_RATE }),
    },
  ],
  tfjs: { write: () => ({ op: "Identity" }) },
});

export const dropout2d = layerOf(dropout2dOp, "dropout2d({ rate: 0.1 })(x)");
