/** Length of each window by a power p, as powers, their mean times their number, and a root: https://onnx.ai/onnx/operators/onnx__LpPool.html */
import { defineExpansion } from "../onnxExpansion.js";
import { attributeOf } from "../onnxForm.js";
import { elementCount, filled } from "../tensor.js";
import { averagePoolOp } from "./averagePool.js";
import { lengthBy, powerOf } from "./lpNorm.js";
import { mul } from "./mul.js";
import { WINDOW_ATTRIBUTES, coverEdges, readWindow } from "./windowForm.js";

export const lpPool = defineExpansion({
  operator: "LpPool",
  from: 2,
  attributes: [...WINDOW_ATTRIBUTES, "ceil_mode", "p"],
  inputs: ["x"],
  build: ({ x }, node, { builder }) => {
    const given = readWindow(node, "LpPool", { image: x.type });
    const window = (attributeOf(node, "ceil_mode", "int") ?? 0) === 0 ? given : coverEdges(given, x.type);
    const area = builder.constant(
      builder.freeName("area"),
      filled(x.type.dtype, [], elementCount({ shape: window.kernel })),
    );
    return lengthBy(powerOf(node, "LpPool"), x, builder, (powers) =>
      mul()(builder.apply(averagePoolOp, { x: powers }, { ...window, countPadding: true }).y, area),
    );
  },
});
