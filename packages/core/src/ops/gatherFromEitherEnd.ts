/** Gather of ONNX, whose indices may count from the end: https://onnx.ai/onnx/operators/onnx__Gather.html */
import { InvalidNodeError } from "../errors.js";
import { defineExpansion } from "../onnxExpansion.js";
import { attributeOf, axisOf } from "../onnxForm.js";
import { elementCount } from "../tensor.js";
import { countedFromStart } from "./countedFromStart.js";
import { gather } from "./gather.js";
import { numbersIn } from "./places.js";
import { reshape } from "./reshape.js";
import { slice } from "./slice.js";

export const gatherFromEitherEnd = defineExpansion({
  operator: "Gather",
  from: 1,
  attributes: ["axis"],
  inputs: ["x", "indices"],
  build: ({ x, indices }, node, { builder }) => {
    const { shape } = x.type;
    if (shape.length === 0) throw new InvalidNodeError({ problem: "a scalar has nothing to gather from" });
    const axis = axisOf(attributeOf(node, "axis", "int") ?? 0, shape.length, "Gather");
    const counted = countedFromStart(indices, [shape[axis]!], builder);
    const known = builder.known(counted);
    if (known !== undefined && elementCount(known) === 1) {
      // What one index takes is a slice, which moves nothing else.
      const [place] = numbersIn(known.read()) as unknown as readonly [number];
      const start = shape.map((_, each) => (each === axis ? place : 0));
      const one = slice({ start, end: shape.with(axis, place + 1), step: shape.map(() => 1) })(x);
      return reshape({ shape: shape.toSpliced(axis, 1, ...known.shape) })(one);
    }
    return counted === indices ? undefined : gather({ axis })(x, counted);
  },
});
