/** The convolutions of VGG16, Simonyan and Zisserman 2014 (https://arxiv.org/abs/1409.1556), as networks without batch norms take them. */
import { type Layer, conv2d, named, relu, sequence } from "@linknet-kit/core";
import { scaledChannels } from "./options.js";

/** Filters of the convolutions of each level. */
const LEVELS = [
  [64, 64],
  [128, 128],
  [256, 256, 256],
  [512, 512, 512],
  [512, 512, 512],
];

export interface Vgg16Variant {
  readonly width: number;
  /** Of the convolutions of the last level, before which no pool halves the image. */
  readonly lastDilation: number;
  /** Whether convolutions keep the size of the image. */
  readonly isPadded: boolean;
  /** What follows each level, from 1 to 5. */
  readonly pools: readonly Layer[];
}

/** Level 1 to 5, each convolution with a bias and a ReLU. */
export function vgg16({ width, lastDilation, isPadded, pools }: Vgg16Variant): Layer {
  const levels = LEVELS.map((filters, index) => {
    const dilation = index === LEVELS.length - 1 ? lastDilation : 1;
    const convolutions = filters.map((each, position) => {
      const geometry = { filters: scaledChannels(each, width), kernel: 3, dilation, padding: isPadded ? dilation : 0 };
      return named(`conv${position + 1}`, sequence(conv2d(geometry), relu()));
    });
    return named(`level${index + 1}`, sequence(...convolutions, pools[index]!));
  });
  return sequence(...levels);
}
