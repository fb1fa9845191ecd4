/** Gather of ONNX, whose indices may count from the end: https://onnx.ai/onnx/operators/onnx__Gather.html */
import { InvalidNodeError } from "../errors.js";
import { defineExpansion } from "../onnxExpansion.js";
import { UnsupportedFormError, attributeOf, axisOf } from "../onnxForm.js";
import { castTensor, elementCount, intTensor } from "../tensor.js";
import { gather } from "./gather.js";
import { reshape } from "./reshape.js";
import { slice } from "./slice.js";

/** More are no constant of a network. */
const MOST_INDICES = 1 << 20;

export const gatherFromEitherEnd = defineExpansion({
  operator: "Gather",
  from: 1,
  attributes: ["axis"],
  inputs: ["x", "indices"],
  build: ({ x, indices }, node, { builder }) => {
    const known = builder.known(indices);
    if (known === undefined || elementCount(known) > MOST_INDICES)
      throw new UnsupportedFormError({ operator: "Gather", problem: "computes its indices, which must be known" });
    const { shape } = x.type;
    const axis = axisOf(attributeOf(node, "axis", "int") ?? 0, shape.length, "Gather");
    if (shape.length === 0) throw new InvalidNodeError({ problem: "a scalar has nothing to gather from" });
    const given = castTensor(known.read(), "float64").data;
    if (given.length > 1 && given.every((index) => index >= 0)) return undefined;
    const places = Array.from(given, (index) => placeOf(index, shape[axis]!));
    const [place, ...more] = places;
    if (place === undefined || more.length > 0) {
      const counted = builder.constant(builder.freeName("indices"), intTensor(known.shape, places));
      return gather({ axis })(x, counted);
    }
    // What one index takes is a slice, which moves nothing else.
    const start = shape.map((_, each) => (each === axis ? place : 0));
    const one = slice({ start, end: shape.with(axis, place + 1), step: shape.map(() => 1) })(x);
    return reshape({ shape: shape.toSpliced(axis, 1, ...known.shape) })(one);
  },
});

function placeOf(index: number, side: number): number {
  if (index < -side || index >= side)
    throw new InvalidNodeError({ problem: `there is no index ${index} along a side of ${side}` });
  return index < 0 ? index + side : index;
}
