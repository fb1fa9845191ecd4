/** A picture with the colours of its classes over it. */
import type { LabelledClass } from "./classes/classes.js";

interface Mixing {
  readonly classes: readonly LabelledClass[];
  /** Of the colours of classes, 0 to 1. */
  readonly opacity: number;
}

/**
 * Red, green and blue of each pixel become `opacity` times those of its class and the rest of its own. Pixels of four numbers keep the
 * fourth.
 */
export function mixColours<A extends Uint8Array | Uint8ClampedArray>(
  colours: A,
  channels: Uint8Array,
  { classes, opacity }: Mixing,
): A {
  const mixed = colours.slice() as A;
  const step = colours.length / channels.length;
  for (let pixel = 0; pixel < channels.length; pixel += 1) {
    const { colour } = classes[channels[pixel]!]!;
    for (let part = 0; part < 3; part += 1) {
      const place = step * pixel + part;
      mixed[place] = Math.round((1 - opacity) * colours[place]! + opacity * colour[part]!);
    }
  }
  return mixed;
}
