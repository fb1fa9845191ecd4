/** How much of a picture each class covers. */
import type { LabelledClass } from "./classes.js";

export interface ClassShare extends LabelledClass {
  readonly pixels: number;
  /** Of all pixels, 0 to 1. */
  readonly share: number;
}

/** Those that occur in a map of channels, the largest first; classes of one size in their order. */
export function sharesOf(channels: Uint8Array, classes: readonly LabelledClass[]): readonly ClassShare[] {
  const pixels = new Uint32Array(256);
  for (const channel of channels) pixels[channel]! += 1;
  return classes
    .map((each, channel) => ({ ...each, pixels: pixels[channel]!, share: pixels[channel]! / channels.length }))
    .filter((each) => each.pixels > 0)
    .toSorted((a, b) => b.pixels - a.pixels);
}

/** A tenth at the finest; what is there is never nothing. */
export function percent(share: number): string {
  const rounded = Math.round(1000 * share) / 10;
  return rounded === 0 ? "< 0.1 %" : `${rounded.toFixed(1)} %`;
}
