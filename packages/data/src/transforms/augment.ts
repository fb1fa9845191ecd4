/** Other views of one example, drawn from a seed. */
import type { Size } from "@linknet-kit/core";
import { seededUniform } from "@linknet-kit/core/tensors";
import { type Labelled, crop, flip } from "./labelled.js";
import { resize } from "./resize.js";

export interface Augmentation {
  /** Whether half of the examples are turned left for right. */
  readonly flip?: boolean;
  /** Enlarged by a factor between these two; an image that would no longer cover the crop is enlarged until it does. */
  readonly scale?: readonly [from: number, to: number];
  /** The part that is kept, anywhere in the image; all of it unless given. */
  readonly crop?: Size;
}

export interface AugmentationSeed {
  readonly seed: number;
  readonly epoch: number;
  /** Examples are drawn for apart, so that it does not matter which are read before it. */
  readonly name: string;
}

/** The same for the same seed, epoch and name. */
export function augment(
  image: Labelled,
  augmentation: Augmentation,
  { seed, epoch, name }: AugmentationSeed,
): Labelled {
  const uniform = seededUniform(seed, `epoch ${epoch}, ${name}`);
  const draw = (): number => (uniform() >>> 8) / 2 ** 24;
  // All numbers are drawn, wanted or not: switching one choice on leaves the others as they were.
  const [turn, size, across, down] = [draw(), draw(), draw(), draw()];
  const [from, to] = augmentation.scale ?? [1, 1];
  const part = augmentation.crop ?? { width: 1, height: 1 };
  const factor = Math.max(from + size * (to - from), part.width / image.width, part.height / image.height);
  const scaled = resize(image, {
    width: Math.max(part.width, Math.round(factor * image.width)),
    height: Math.max(part.height, Math.round(factor * image.height)),
  });
  const { width, height } = augmentation.crop ?? scaled;
  const [left, top] = [
    Math.floor(across * (scaled.width - width + 1)),
    Math.floor(down * (scaled.height - height + 1)),
  ];
  const cropped =
    width === scaled.width && height === scaled.height ? scaled : crop(scaled, { left, top, width, height });
  return augmentation.flip === true && turn < 0.5 ? flip(cropped) : cropped;
}
