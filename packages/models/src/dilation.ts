/** Dilation8 and Dilation10, Yu and Koltun 2015, which see far by convolutions with gaps: https://arxiv.org/abs/1511.07122 */
import {
  type Layer,
  type NetworkOptions,
  bilinear,
  channelsOf,
  conv2d,
  convTransposeOp,
  float32,
  maxPool2d,
  named,
  pad,
  relu,
  resize,
  sequence,
  sizeOf,
} from "@linknet-kit/core";
import { crop } from "./border.js";
import { scaledChannels } from "./options.js";
import { vgg16 } from "./vgg16.js";

/** What convolutions without padding take away at each side, which the image gets before as its mirror. */
const MARGIN = 186;
/** Three pools halve the image. */
const FACTOR = 8;
/** Filters of what was fully connected in VGG16. */
const CONNECTED = 4096;

interface DilationVariant {
  /** Of the 3x3 convolutions of the context module. */
  readonly context: readonly number[];
  readonly upsample: Layer;
}

/**
 * Sides that are no multiple of 8 are extended, by more of the mirror, and the logits cropped. Dropout, of half the elements before and behind
 * `fc7`, is for training alone and left out.
 */
const dilation =
  ({ context, upsample }: DilationVariant) =>
  ({ classes, width }: NetworkOptions): Layer =>
  (image) => {
    const size = sizeOf(image);
    const [below, right] = size.map((side) => MARGIN + FACTOR * Math.ceil(side / FACTOR) - side) as [number, number];
    return sequence(
      named("margin", pad({ before: [0, 0, MARGIN, MARGIN], after: [0, 0, below, right], mode: "reflect" })),
      named("frontEnd", frontEnd(classes, width)),
      named("context", contextModule(classes, context)),
      named("upsample", upsample),
      named("crop", crop(size)),
    )(image);
  };

/** VGG16 with what was fully connected as convolutions, and without the last two pools. */
function frontEnd(classes: number, width: number): Layer {
  const halve = maxPool2d({ kernel: 2, stride: 2 });
  const keep: Layer = (x) => x;
  const filters = scaledChannels(CONNECTED, width);
  return sequence(
    vgg16({ width, lastDilation: 2, isPadded: false, pools: [halve, halve, halve, keep, keep] }),
    named("fc6", sequence(conv2d({ filters, kernel: 7, dilation: 4 }), relu())),
    named("fc7", sequence(conv2d({ filters, kernel: 1 }), relu())),
    named("final", conv2d({ filters: classes, kernel: 1 })),
  );
}

const contextModule = (filters: number, dilations: readonly number[]): Layer =>
  sequence(
    ...dilations.map((each, index) =>
      named(`conv${index + 1}`, sequence(conv2d({ filters, kernel: 3, padding: each, dilation: each }), relu())),
    ),
    named("final", conv2d({ filters, kernel: 1 })),
  );

/** As the authors' scripts do it behind the network: the first pixel of eight has the value that was computed, the next mix two. */
const interpolated: Layer = (x) => {
  const [batch = 0, channels = 0, height = 0, width = 0] = x.type.shape;
  const size = [batch, channels, FACTOR * height, FACTOR * width];
  return resize({ size, mode: "linear", coordinates: "asymmetric" })(x);
};

/** A full convolution of each channel alone, whose weights interpolate; the authors do not train them. */
const fullConvolution: Layer = (x) => {
  const groups = channelsOf(x);
  const kernel = 2 * FACTOR;
  const weight = { type: float32(groups, 1, kernel, kernel), initial: bilinear };
  const attributes = { stride: FACTOR, padding: FACTOR / 2, groups };
  return x.builder.apply(convTransposeOp, { x, weight }, attributes, "convTranspose2d").y;
};

/** For CamVid. */
export const dilation8 = dilation({ context: [1, 1, 2, 4, 8, 16, 1], upsample: interpolated });

/** For Cityscapes, whose images are larger. */
export const dilation10 = dilation({ context: [1, 1, 2, 4, 8, 16, 32, 64, 1], upsample: fullConvolution });
