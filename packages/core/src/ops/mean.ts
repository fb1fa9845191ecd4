/** Means over some axes of a tensor: what reduceMean and globalAveragePool share. */
import { type Shape, type Tensor, elementCount, floatTensor, floats } from "../tensor.js";
import { reorder } from "./reorder.js";

/** The means over `axes`, in double precision until they are rounded, as a tensor of `shape`. */
export function meanOver(x: Tensor, axes: readonly number[], shape: Shape): Tensor {
  const others = [...x.shape.keys()].filter((axis) => !axes.includes(axis));
  const runs = floats(reorder(x, [...others, ...axes]));
  const count = axes.reduce((product, axis) => product * x.shape[axis]!, 1);
  const y = floatTensor(shape);
  for (let result = 0; result < elementCount(y); result += 1) {
    let sum = 0;
    for (let index = result * count; index < (result + 1) * count; index += 1) sum += runs[index]!;
    y.data[result] = sum / count;
  }
  return y;
}
