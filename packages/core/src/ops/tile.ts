/** A tensor beside itself, some times along each axis: https://onnx.ai/onnx/operators/onnx__Tile.html */
import { perAxis } from "../attributeKinds.js";
import { layerOf } from "../defineLayer.js";
import { type ElementArray, VALUE_TYPES } from "../dtypes.js";
import { InvalidNodeError } from "../errors.js";
import { constantOf } from "../onnxForm.js";
import { NO_COST, defineOp } from "../op.js";
import { type Tensor, intTensor, zeros } from "../tensor.js";
import { copyView, stretch, viewOf } from "./view.js";
import { sumOfCopies } from "./movedGradient.js";

export const tileOp = defineOp({
  name: "tile",
  summary: "x beside itself, `repeats` times along each axis",
  inputs: { x: "T" },
  outputs: { y: "T" },
  category: "shape",
  types: { T: VALUE_TYPES },
  attributes: { repeats: perAxis(0) },
  axes: "kept",
  handsOn: (_, { repeats }) => (repeats.every((times) => times === 1) ? "x" : undefined),
  inferTypes: ({ x }, { repeats }) => {
    if (repeats.length !== x.shape.length) {
      throw new InvalidNodeError({
        problem: `${repeats.join(",")} does not say how often each axis of ${x.shape.join("x")}`,
      });
    }
    return { y: { dtype: x.dtype, shape: x.shape.map((side, axis) => side * repeats[axis]!) } };
  },
  countCost: () => NO_COST,
  // Each axis is seen as two: which of the copies, and where in it.
  evaluate: ({ x }, { repeats }, { y: { shape } }) => {
    const y = zeros(x.dtype, shape) as Tensor;
    const tiles = x.shape.flatMap((side, axis) => [repeats[axis]!, side]);
    const one = { ...x, shape: x.shape.flatMap((side) => [1, side]) };
    copyView(stretch(viewOf<ElementArray>(one), tiles), viewOf<ElementArray>({ ...y, shape: tiles }));
    return { y };
  },
  gradient: { x: (g, { x, dy }, { repeats }) => sumOfCopies(g, { x, dy }, repeats) },
  onnx: [
    {
      operator: "Tile",
      from: 6,
      constants: ["repeats"],
      write: ({ repeats }) => ({ constants: { repeats: intTensor([repeats.length], repeats) } }),
      read: (node) => ({ repeats: constantOf(node, "repeats") ?? [] }),
    },
  ],
  tfjs: { write: ({ repeats }) => ({ op: "Tile", constants: { multiples: intTensor([repeats.length], repeats) } }) },
});

export const tile = layerOf(tileOp, "tile({ repeats: [1, 1, 2, 2] })(x)");
