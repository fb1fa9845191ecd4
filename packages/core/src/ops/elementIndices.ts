/** Indices that stand for one element each, as GatherElements and ScatterElements of ONNX have them. */
import type { SymbolicTensor } from "../builder.js";
import { InvalidNodeError } from "../errors.js";
import type { FoldingBuilder } from "../foldingBuilder.js";
import { type Shape, castTensor, intTensor } from "../tensor.js";
import { add } from "./add.js";
import { mul } from "./mul.js";
import { rowMajorStrides } from "./strided.js";

/** An error where some index stands where the tensor has nothing. */
export function checkElementIndices(indices: Shape, shape: Shape, axis: number): void {
  const fits = indices.length === shape.length && indices.every((side, each) => each === axis || side <= shape[each]!);
  if (fits) return;
  throw new InvalidNodeError({
    problem: `indices of ${indices.join("x")} do not stand within ${shape.join("x")}, apart from axis ${axis}`,
  });
}

interface Along {
  readonly shape: Shape;
  readonly axis: number;
}

/** The place of each element among all of a tensor of `shape`. */
export function flatPlaces(indices: SymbolicTensor, { shape, axis }: Along, builder: FoldingBuilder): SymbolicTensor {
  const { dtype, shape: own } = indices.type;
  const strides = rowMajorStrides(shape);
  const constant = (name: string, sides: Shape, values: readonly number[]): SymbolicTensor =>
    builder.constant(builder.freeName(name), castTensor(intTensor(sides, values), dtype));
  const along = mul()(indices, constant("stride", [], [strides[axis]!]));
  return own.reduce((places, side, each) => {
    if (each === axis || side <= 1) return places;
    const starts = Array.from({ length: side }, (_, position) => position * strides[each]!);
    return add()(
      places,
      constant(
        "starts",
        own.map((_, other) => (other === each ? side : 1)),
        starts,
      ),
    );
  }, along);
}
