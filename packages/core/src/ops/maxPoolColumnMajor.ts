/** A pool whose indices count the first spatial axis fastest (`storage_order` 1): https://onnx.ai/onnx/operators/onnx__MaxPool.html */
import type { SymbolicTensor } from "../builder.js";
import type { FoldingBuilder } from "../foldingBuilder.js";
import { defineExpansion } from "../onnxExpansion.js";
import { attributeOf } from "../onnxForm.js";
import { type Shape, elementCount, spatialOf } from "../tensor.js";
import { add } from "./add.js";
import { div } from "./div.js";
import { maxPoolOp } from "./maxPool.js";
import { MAX_POOL_ATTRIBUTES, readMaxPool } from "./maxPoolForm.js";
import { mul } from "./mul.js";
import { scalarsLike } from "./scalars.js";
import { sub } from "./sub.js";

export const maxPoolColumnMajor = defineExpansion({
  operator: "MaxPool",
  from: 8,
  attributes: MAX_POOL_ATTRIBUTES,
  inputs: ["x"],
  build: ({ x }, node, { builder, outputs }) => {
    const isOther = attributeOf(node, "storage_order", "int") === 1 && outputs > 1;
    if (!isOther || spatialOf(x.type).sides.length === 1) return undefined;
    const { y, indices } = builder.apply(maxPoolOp, { x }, readMaxPool(node, { x: x.type }));
    return [y, countedAnew(indices, spatialOf(x.type).sides, builder)];
  },
});

/** The same places: what counts channels stays, and the place within one is taken apart, slowest axis first, and put together again. */
function countedAnew(indices: SymbolicTensor, sides: Shape, builder: FoldingBuilder): SymbolicTensor {
  const scalar = scalarsLike(indices, builder);
  const elements = (part: Shape): SymbolicTensor => scalar("elements", elementCount({ shape: part }));
  const wholes = (x: SymbolicTensor, part: Shape) => div()(x, elements(part));
  const channels = mul()(wholes(indices, sides), elements(sides));
  let rest = sub()(indices, channels);
  return sides.reduce((sum, _, axis) => {
    const faster = sides.slice(axis + 1);
    const position = wholes(rest, faster);
    rest = sub()(rest, mul()(position, elements(faster)));
    return add()(sum, mul()(position, elements(sides.slice(0, axis))));
  }, channels);
}
