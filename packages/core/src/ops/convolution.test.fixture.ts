/** Convolutions of any geometry on small whole numbers, for which float32 is exact, and the definition written as loops. */
import * as fc from "fast-check";
import type { SpatialPadding } from "../spatialAttributes.js";
import { type FloatTensor, type Shape, elementCount, floatTensor } from "../tensor.js";

export interface Convolution {
  readonly x: FloatTensor;
  /** Cout x Cin/groups x kernel. */
  readonly weight: FloatTensor;
  readonly bias: FloatTensor;
  readonly attributes: {
    readonly stride: readonly number[];
    readonly padding: SpatialPadding;
    readonly dilation: readonly number[];
    readonly groups: number;
  };
}

const upTo = (max: number, min = 1) => fc.integer({ min, max });

/** Of so many spatial axes, at least as long as the window, so that it fits whatever the padding. */
export function convolutionsOver(rank: number): fc.Arbitrary<Convolution> {
  // Volumes grow with the third power.
  const most = rank === 3 ? 2 : 3;
  const each = (number: fc.Arbitrary<number>) => fc.array(number, { minLength: rank, maxLength: rank });
  return fc
    .record({
      counts: fc.record({ batch: upTo(2), groups: upTo(most), groupChannels: upTo(most), groupFilters: upTo(5) }),
      kernel: each(upTo(most)),
      dilation: each(upTo(most)),
      larger: each(upTo(rank === 3 ? 2 : 6, 0)),
      stride: each(upTo(most)),
      padding: fc.record({ begin: each(upTo(most, 0)), end: each(upTo(most, 0)) }),
      seed: fc.integer(),
    })
    .map(({ counts, kernel, dilation, larger, stride, padding, seed }) => {
      const { batch, groups, groupChannels, groupFilters } = counts;
      const sides = kernel.map((taps, axis) => dilation[axis]! * (taps - 1) + 1 + larger[axis]!);
      return {
        x: smallIntegers(seed, batch, groups * groupChannels, ...sides),
        weight: smallIntegers(seed + 1, groups * groupFilters, groupChannels, ...kernel),
        bias: smallIntegers(seed + 2, groups * groupFilters),
        attributes: { stride, padding, dilation, groups },
      };
    });
}

/** Of one to three spatial axes. */
export const anyConvolution = upTo(3).chain(convolutionsOver);

/** From -4 to 4. */
export function smallIntegers(seed: number, ...shape: number[]): FloatTensor {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return ((state >>> 16) % 9) - 4;
  };
  return floatTensor(shape, Array.from({ length: elementCount({ shape }) }, next));
}

/** Every place of a grid, the last axis the fastest. */
export function placesIn(sides: Shape): readonly (readonly number[])[] {
  return sides.reduce<readonly (readonly number[])[]>(
    (places, side) => places.flatMap((place) => Array.from({ length: side }, (_, index) => [...place, index])),
    [[]],
  );
}

/** The element at a place, 0 where the place is outside. */
export function elementAt({ shape, data }: FloatTensor, ...place: readonly number[]): number {
  let index = 0;
  for (const [axis, side] of shape.entries()) {
    if (place[axis]! < 0 || place[axis]! >= side) return 0;
    index = index * side + place[axis]!;
  }
  return data[index]!;
}

/** Positions of the window, found by putting it on the padded side step by step. */
export function startsAlong(side: number, axis: number, { weight, attributes }: Convolution): readonly number[] {
  const { stride, padding, dilation } = attributes;
  const extent = dilation[axis]! * (weight.shape[2 + axis]! - 1) + 1;
  const starts: number[] = [];
  for (let start = -padding.begin[axis]!; start + extent <= side + padding.end[axis]!; start += stride[axis]!) {
    starts.push(start);
  }
  return starts;
}

/** Every output pixel is the sum over its group's channels and the window, zero outside the image. */
export function convolveByDefinition(convolution: Convolution): FloatTensor {
  const { x, weight, bias, attributes } = convolution;
  const { dilation, groups } = attributes;
  const [batch = 0, , ...sides] = x.shape;
  const [filters = 0, groupChannels = 0, ...kernel] = weight.shape;
  const starts = sides.map((side, axis) => startsAlong(side, axis, convolution));
  const positions = starts.map(({ length }) => length);
  const taps = placesIn(kernel);
  const result = placesIn([batch, filters, ...positions]).map(([n = 0, f = 0, ...position]) => {
    let sum = bias.data[f]!;
    for (let c = 0; c < groupChannels; c += 1)
      for (const tap of taps) {
        const channel = Math.floor(f / (filters / groups)) * groupChannels + c;
        const place = tap.map((each, axis) => starts[axis]![position[axis]!]! + each * dilation[axis]!);
        sum += elementAt(weight, f, c, ...tap) * elementAt(x, n, channel, ...place);
      }
    return sum;
  });
  return floatTensor([batch, filters, ...positions], result);
}
