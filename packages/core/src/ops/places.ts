/** Where indices point to in the memory of a row-major tensor: what gathering and scattering share. */
import { InvalidNodeError } from "../errors.js";
import { type Shape, type Tensor, castTensor, elementCount } from "../tensor.js";
import { forEachRow, rowMajorStrides } from "./strided.js";

/** The index itself, where there is such a place. */
export function placeOf(index: number, side: number): number {
  if (!(index >= 0 && index < side))
    throw new InvalidNodeError({ problem: `there is no index ${index} along a side of ${side}` });
  return index;
}

/** The indices as numbers, in row-major order. */
export function numbersIn(indices: Tensor): Float64Array {
  return castTensor(indices, "float64").data;
}

/** For each index the place of the element that stands as the index does, but for `axis`, where it stands as the index says. */
export function placesAlong(indices: Tensor, shape: Shape, axis: number): Float64Array {
  const strides = rowMajorStrides(shape);
  const places = numbersIn(indices);
  const own = { start: 0, strides: rowMajorStrides(indices.shape) };
  const others = { start: 0, strides: strides.with(axis, 0) };
  forEachRow(indices.shape, [own, others], ({ length, starts, steps }) => {
    for (let index = 0; index < length; index += 1) {
      const at = starts[0]! + index * steps[0]!;
      places[at] = starts[1]! + index * steps[1]! + placeOf(places[at]!, shape[axis]!) * strides[axis]!;
    }
  });
  return places;
}

export interface Tuples {
  /** Of the first element of what each tuple of indices points to. */
  readonly places: Float64Array;
  /** Elements that it points to, which stand side by side. */
  readonly length: number;
}

/** The last axis of `indices` has one for each axis of `shape` from `batchDims` on; axes before are the same of both. */
export function placesOfTuples(indices: Tensor, shape: Shape, batchDims: number): Tuples {
  const depth = indices.shape.at(-1)!;
  const strides = rowMajorStrides(shape);
  const numbers = numbersIn(indices);
  const count = elementCount({ shape: indices.shape.slice(0, -1) });
  const perBatch = elementCount({ shape: indices.shape.slice(batchDims, -1) });
  const batchLength = elementCount({ shape: shape.slice(batchDims) });
  const places = Float64Array.from({ length: count }, (_, tuple) => {
    let place = Math.floor(tuple / perBatch) * batchLength;
    for (let each = 0; each < depth; each += 1) {
      const axis = batchDims + each;
      place += placeOf(numbers[tuple * depth + each]!, shape[axis]!) * strides[axis]!;
    }
    return place;
  });
  return { places, length: elementCount({ shape: shape.slice(batchDims + depth) }) };
}
