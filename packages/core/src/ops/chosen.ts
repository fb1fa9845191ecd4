/** What a mask chooses, where it is known before the graph runs: https://onnx.ai/onnx/operators/onnx__Compress.html and onnx__NonZero.html */
import type { SymbolicTensor } from "../builder.js";
import type { FoldingBuilder } from "../foldingBuilder.js";
import { defineExpansion } from "../onnxExpansion.js";
import { UnsupportedFormError, attributeOf, axisOf } from "../onnxForm.js";
import { type Shape, castTensor, elementCount, intTensor } from "../tensor.js";
import { gather } from "./gather.js";
import { reshape } from "./reshape.js";
import { rowMajorStrides } from "./strided.js";

/** The slices along an axis, or the elements, for which the condition holds. */
export const compress = defineExpansion({
  operator: "Compress",
  from: 9,
  attributes: ["axis"],
  inputs: ["x", "condition"],
  build: ({ x, condition }, node, { builder }) => {
    const places = placesIn(condition, "Compress", builder);
    const given = attributeOf(node, "axis", "int");
    const row = given === undefined ? reshape({ shape: [elementCount(x.type)] })(x) : x;
    const axis = axisOf(given ?? 0, row.type.shape.length, "Compress");
    if (places.some((place) => place >= row.type.shape[axis]!))
      throw new UnsupportedFormError({ operator: "Compress", problem: "chooses more than there is" });
    return gather({ axis })(row, builder.constant(builder.freeName("places"), intTensor([places.length], places)));
  },
});

/** For each axis a row of where the elements stand along it that are not zero. */
export const nonZero = defineExpansion({
  operator: "NonZero",
  from: 9,
  inputs: ["x"],
  build: ({ x }, _, { builder }) => {
    const { shape } = x.type;
    const places = placesIn(x, "NonZero", builder);
    const rows = shape.flatMap((side, axis) => places.map((place) => along(shape, axis, place) % side));
    return builder.constant(builder.freeName("places"), intTensor([shape.length, places.length], rows));
  },
});

/** Of the elements that are not zero. */
function placesIn(x: SymbolicTensor, operator: string, builder: FoldingBuilder): readonly number[] {
  const known = builder.known(x);
  if (known === undefined)
    throw new UnsupportedFormError({ operator, problem: "computes what it chooses by, which must be a constant" });
  const mask = castTensor(known.read(), "bool").data;
  return [...mask.keys()].filter((place) => mask[place] !== 0);
}

function along(shape: Shape, axis: number, place: number): number {
  return Math.floor(place / rowMajorStrides(shape)[axis]!);
}
