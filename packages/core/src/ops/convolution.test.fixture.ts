/** Convolutions of any geometry on small whole numbers, for which float32 is exact, and the definition written as seven loops. */
import * as fc from "fast-check";
import type { Padding, Pair } from "../attributes.js";
import { type FloatTensor, elementCount, floatTensor, rank4 } from "../tensor.js";

export interface Convolution {
  readonly x: FloatTensor;
  /** Cout x Cin/groups x kh x kw. */
  readonly weight: FloatTensor;
  readonly bias: FloatTensor;
  readonly attributes: {
    readonly stride: Pair;
    readonly padding: Padding;
    readonly dilation: Pair;
    readonly groups: number;
  };
}

const upTo = (max: number, min = 1) => fc.integer({ min, max });
const pair = (max: number) => fc.tuple(upTo(max), upTo(max));
const padding = fc.record({ top: upTo(3, 0), left: upTo(3, 0), bottom: upTo(3, 0), right: upTo(3, 0) });

/** Images at least as large as the window, so that it fits whatever the padding. */
export const anyConvolution: fc.Arbitrary<Convolution> = fc
  .record({
    counts: fc.record({ batch: upTo(2), groups: upTo(3), groupChannels: upTo(3), groupFilters: upTo(5) }),
    kernel: pair(3),
    dilation: pair(3),
    larger: fc.tuple(upTo(6, 0), upTo(6, 0)),
    stride: pair(3),
    padding,
    seed: fc.integer(),
  })
  .map(({ counts, kernel, dilation, larger, stride, seed, ...rest }) => {
    const { batch, groups, groupChannels, groupFilters } = counts;
    const side = (axis: 0 | 1) => dilation[axis] * (kernel[axis] - 1) + 1 + larger[axis];
    return {
      x: smallIntegers(seed, batch, groups * groupChannels, side(0), side(1)),
      weight: smallIntegers(seed + 1, groups * groupFilters, groupChannels, ...kernel),
      bias: smallIntegers(seed + 2, groups * groupFilters),
      attributes: { stride, padding: rest.padding, dilation, groups },
    };
  });

/** From -4 to 4. */
export function smallIntegers(seed: number, ...shape: number[]): FloatTensor {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return ((state >>> 16) % 9) - 4;
  };
  return floatTensor(shape, Array.from({ length: elementCount({ shape }) }, next));
}

/** Every output pixel is the sum over its group's channels and the window, zero outside the image. */
export function convolveByDefinition({ x, weight, bias, attributes }: Convolution): FloatTensor {
  const { stride, padding: sides, dilation, groups } = attributes;
  const [batch, channels, height, width] = rank4(x);
  const [filters, groupChannels, kernelHeight, kernelWidth] = rank4(weight);
  const rows = Math.floor((height + sides.top + sides.bottom - dilation[0] * (kernelHeight - 1) - 1) / stride[0]) + 1;
  const columns = Math.floor((width + sides.left + sides.right - dilation[1] * (kernelWidth - 1) - 1) / stride[1]) + 1;
  const pixel = (n: number, c: number, row: number, column: number): number =>
    row < 0 || row >= height || column < 0 || column >= width
      ? 0
      : x.data[((n * channels + c) * height + row) * width + column]!;
  const result: number[] = [];
  for (let n = 0; n < batch; n += 1)
    for (let f = 0; f < filters; f += 1)
      for (let row = 0; row < rows; row += 1)
        for (let column = 0; column < columns; column += 1) {
          let sum = bias.data[f]!;
          for (let c = 0; c < groupChannels; c += 1)
            for (let ky = 0; ky < kernelHeight; ky += 1)
              for (let kx = 0; kx < kernelWidth; kx += 1) {
                const channel = Math.floor(f / (filters / groups)) * groupChannels + c;
                const imageRow = row * stride[0] + ky * dilation[0] - sides.top;
                const imageColumn = column * stride[1] + kx * dilation[1] - sides.left;
                const factor = weight.data[((f * groupChannels + c) * kernelHeight + ky) * kernelWidth + kx]!;
                sum += factor * pixel(n, channel, imageRow, imageColumn);
              }
          result.push(sum);
        }
  return floatTensor([batch, filters, rows, columns], result);
}
