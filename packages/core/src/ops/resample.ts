/** Elements along one axis mixed of others. */
import { type Tensor, elementCount, zeros } from "../tensor.js";
import type { Taps } from "./resizeTaps.js";

/** The tensor whose axis has as many elements as there are taps for. */
export function resample(x: Tensor, axis: number, { width, sources, weights }: Taps): Tensor {
  const to = sources.length / width;
  const y = zeros(x.dtype, x.shape.with(axis, to)) as Tensor;
  const from = x.shape[axis]!;
  const outer = elementCount({ shape: x.shape.slice(0, axis) });
  const inner = elementCount({ shape: x.shape.slice(axis + 1) });
  const [read, written] = [x.data as Float32Array, y.data as Float32Array];
  for (let block = 0; block < outer; block += 1) {
    for (let position = 0; position < to; position += 1) {
      const target = (block * to + position) * inner;
      if (width === 1) {
        const source = (block * from + sources[position]!) * inner;
        written.set(read.subarray(source, source + inner), target);
        continue;
      }
      for (let element = 0; element < inner; element += 1) {
        let sum = 0;
        for (let tap = position * width; tap < (position + 1) * width; tap += 1)
          sum += weights[tap]! * read[(block * from + sources[tap]!) * inner + element]!;
        written[target + element] = sum;
      }
    }
  }
  return y;
}
