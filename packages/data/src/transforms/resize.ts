/** Other sizes: pictures are averaged, labels never, since a number between two labels is a third one. */
import type { Size } from "@linknet-kit/core";
import type { Labelled } from "./labelled.js";

export function resize(image: Labelled, { width, height }: Size): Labelled {
  if (width === image.width && height === image.height) return image;
  return {
    width,
    height,
    colours: resizeColours(image.colours, image, { width, height }),
    channels: resizeNumbers(image.channels, image, { width, height }),
  };
}

/** By the nearest pixel, the one in which the middle of the new pixel lies. */
export function resizeNumbers<A extends Uint8Array | Uint16Array>(numbers: A, from: Size, to: Size): A {
  const resized = new (numbers.constructor as new (length: number) => A)(to.width * to.height);
  const columns = nearest(from.width, to.width);
  const rows = nearest(from.height, to.height);
  for (let row = 0; row < to.height; row += 1) {
    const start = rows[row]! * from.width;
    for (let column = 0; column < to.width; column += 1)
      resized[row * to.width + column] = numbers[start + columns[column]!]!;
  }
  return resized;
}

function nearest(from: number, to: number): Uint32Array {
  return Uint32Array.from({ length: to }, (_, place) => Math.floor(((2 * place + 1) * from) / (2 * to)));
}

/**
 * Along one axis after the other, by a triangle as wide as two pixels of the coarser grid: bilinear where an image grows, and a mean over all
 * that a pixel covers where it shrinks. Images begin and end at the same places.
 */
export function resizeColours(colours: Uint8Array, from: Size, to: Size): Uint8Array {
  const narrow = new Float32Array(3 * to.width * from.height);
  alongAxis(colours, narrow, {
    taps: tapsOf(from.width, to.width),
    lines: from.height,
    step: 3,
    lineFrom: 3 * from.width,
    lineTo: 3 * to.width,
  });
  const small = new Float32Array(3 * to.width * to.height);
  const row = 3 * to.width;
  alongAxis(narrow, small, {
    taps: tapsOf(from.height, to.height),
    lines: to.width,
    step: row,
    lineFrom: 3,
    lineTo: 3,
  });
  // `from` would make a list of them first, which for large pictures is longer than any list.
  return new Uint8Array(small.map(Math.round));
}

interface Tap {
  readonly start: number;
  readonly weights: Float64Array;
}

function tapsOf(from: number, to: number): readonly Tap[] {
  const scale = from / to;
  const radius = Math.max(1, scale);
  return Array.from({ length: to }, (_, place) => {
    const middle = (place + 0.5) * scale - 0.5;
    const start = Math.max(0, Math.ceil(middle - radius));
    const end = Math.min(from - 1, Math.floor(middle + radius));
    const weights = Float64Array.from(
      { length: end - start + 1 },
      (__, tap) => 1 - Math.abs(start + tap - middle) / radius,
    );
    const sum = weights.reduce((a, b) => a + b, 0);
    return { start, weights: weights.map((weight) => weight / sum) };
  });
}

function alongAxis(
  from: Uint8Array | Float32Array,
  to: Float32Array,
  {
    taps,
    lines,
    step,
    lineFrom,
    lineTo,
  }: { taps: readonly Tap[]; lines: number; step: number; lineFrom: number; lineTo: number },
): void {
  for (let line = 0; line < lines; line += 1) {
    for (const [place, { start, weights }] of taps.entries()) {
      for (let channel = 0; channel < 3; channel += 1) {
        let sum = 0;
        const first = line * lineFrom + start * step + channel;
        for (let tap = 0; tap < weights.length; tap += 1) sum += weights[tap]! * from[first + tap * step]!;
        to[line * lineTo + place * step + channel] = sum;
      }
    }
  }
}
