/** Spatial dropout, Tompson et al. 2015 (arXiv 1411.4280): drops whole channels while training, changes nothing at inference. */
import { number } from "../attributeKinds.js";
import { withDefault } from "../attributes.js";
import { layerOf } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { defineExpansion } from "../onnxExpansion.js";
import { UnsupportedFormError, attributeOf, constantOf, float, holdsIn } from "../onnxForm.js";
import { NO_COST, defineOp } from "../op.js";
import { filled, floatTensor } from "../tensor.js";

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
  gradient: { x: (_, { dy }) => dy },
  training: (g, { x }, { rate }, { mask }) => {
    if (rate === 0) return { outputs: { y: x } };
    const [batch, channels, ...sides] = x.type.shape;
    const shape = sides.length === 0 ? x.type.shape : [batch!, channels!, ...sides.map(() => 1)];
    return { outputs: { y: g.mul(x, mask({ dtype: x.type.dtype, shape }, rate)) } };
  },
  onnx: [
    {
      operator: "Dropout",
      from: 12,
      constants: ["ratio?", "training_mode?"],
      attributes: ["seed"],
      write: ({ rate }) => ({ constants: { ratio: floatTensor([], [rate]) } }),
      read: (node) => {
        const rate = constantOf(node, "ratio")?.[0] ?? DEFAULT_RATE;
        const isTraining = (constantOf(node, "training_mode")?.[0] ?? 0) !== 0;
        if (isTraining && rate !== 0) throw inTraining();
        return { rate };
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
    // Where it did not say that this was a test, it was training.
    {
      operator: "Dropout",
      from: 1,
      until: 6,
      attributes: ["ratio", "is_test", "consumed_inputs"],
      read: (node) => {
        const rate = attributeOf(node, "ratio", "float") ?? DEFAULT_RATE;
        if (rate !== 0 && (attributeOf(node, "is_test", "int") ?? 0) === 0) throw inTraining();
        return { rate };
      },
    },
  ],
  tfjs: { write: () => ({ op: "Identity" }) },
});

/** With the mask of what is not dropped, which at inference is everything. */
export const dropoutWithMask = defineExpansion({
  operator: "Dropout",
  from: 1,
  attributes: ["ratio", "seed", "is_test", "consumed_inputs"],
  inputs: ["x"],
  constants: ["ratio?", "training_mode?"],
  build: ({ x }, node, { builder, opset, outputs }) => {
    if (outputs < 2) return undefined;
    const form = dropout2dOp.onnx.find((each) => holdsIn(each, opset))!;
    const { y } = builder.apply(dropout2dOp, { x }, form.read(node, { x: x.type }));
    const type = { dtype: opset < 10 ? x.type.dtype : "bool", shape: x.type.shape } as const;
    const mask = { ...type, read: () => filled(type.dtype, type.shape, 1) };
    return [y, builder.constant(builder.freeName("mask"), mask)];
  },
});

export const dropout2d = layerOf(dropout2dOp, "dropout2d({ rate: 0.1 })(x)");

function inTraining(): UnsupportedFormError {
  return new UnsupportedFormError({ operator: "Dropout", problem: "is in training mode" });
}
