/** x itself, under another name: https://onnx.ai/onnx/operators/onnx__Identity.html */
import { layerOf } from "../defineLayer.js";
import { VALUE_TYPES } from "../dtypes.js";
import { plainForm } from "../onnxForm.js";
import { NO_COST, defineOp } from "../op.js";

export const identityOp = defineOp({
  name: "identity",
  summary: "x",
  inputs: { x: "T" },
  outputs: { y: "T" },
  types: { T: VALUE_TYPES },
  attributes: {},
  axes: "kept",
  handsOn: () => "x",
  inferTypes: ({ x }) => ({ y: x }),
  countCost: () => NO_COST,
  evaluate: ({ x }) => ({ y: x }),
  gradient: { x: (_, { dy }) => dy },
  onnx: [plainForm("Identity", 1)],
  tfjs: { write: () => ({ op: "Identity" }) },
});

export const identity = layerOf(identityOp, "identity()(x)");
