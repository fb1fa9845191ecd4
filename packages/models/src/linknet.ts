/** LinkNet, Chaurasia and Culurciello 2017: https://arxiv.org/abs/1707.03718 */
import {
  type Layer,
  type NetworkOptions,
  type SymbolicTensor,
  type Value,
  add,
  batchNorm,
  channelsOf,
  conv2d,
  convTranspose2d,
  maxPool2d,
  named,
  relu,
  sequence,
  sizeOf,
} from "@linknet-kit/core";
import { crop } from "./border.js";
import { scaledChannels } from "./options.js";

/** Channels of encoder 1 to 4; decoder i gives back what encoder i was given. */
const CHANNELS = [64, 128, 256, 512] as const;
/** The authors' code: Torch's default in the decoder, ResNet's in the encoder. */
export const DECODER_EPSILON = 1e-3;
const DECODER_NORM = batchNorm({ epsilon: DECODER_EPSILON });
const ENCODER_NORM = batchNorm({ epsilon: 1e-5 });

export interface LinknetVariant {
  /** Whether the input of each encoder is added to the output of its decoder, the paper's contribution. */
  readonly bypass: boolean;
}

export const linknet =
  ({ bypass }: LinknetVariant) =>
  ({ classes, width }: NetworkOptions): Layer =>
  (image) => {
    const channels = CHANNELS.map((each) => scaledChannels(each, width));
    const [stemChannels] = channels as [number];
    const half = named("initial/conv", convUnit(stemChannels, 7, 2))(image);
    const pooled = named("initial", maxPool2d({ kernel: 3, stride: 2, padding: 1 }))(half);

    const encoded = channels.reduce<readonly SymbolicTensor[]>(
      (values, filters, index) => [
        ...values,
        named(`encoder${index + 1}`, encoderBlock(filters, index === 0 ? 1 : 2))(values.at(-1)!),
      ],
      [pooled],
    );
    const link = (index: number, x: SymbolicTensor): SymbolicTensor => {
      const skip = encoded[index - 1]!;
      const decoded = named(`decoder${index}`, decoderBlock(skip))(x);
      return bypass
        ? named(
            `bypass${index}`,
            sequence((y) => add()(y, skip), relu()),
          )(decoded)
        : decoded;
    };
    const decoded = [4, 3, 2, 1].reduce((x, index) => link(index, x), encoded.at(-1)!);
    return named("final", head(half, image, classes))(decoded);
  };

const convUnit = (filters: number, kernel: number, stride: number): Layer =>
  sequence(conv2d({ filters, kernel, stride, padding: (kernel - 1) / 2, bias: false }), ENCODER_NORM, relu());

/** Figure 2: two residual units. The first may halve the image. */
const encoderBlock = (filters: number, stride: number): Layer =>
  sequence(named("block1", residualUnit(filters, stride)), named("block2", residualUnit(filters, 1)));

/** The basic block of ResNet-18, He et al. 2015: https://arxiv.org/abs/1512.03385 */
const residualUnit =
  (filters: number, stride: number): Layer =>
  (x) => {
    const convolved = sequence(
      named("conv1", convUnit(filters, 3, stride)),
      named("conv2", sequence(conv2d({ filters, kernel: 3, padding: 1, bias: false }), ENCODER_NORM)),
    )(x);
    const project = named("shortcut", sequence(conv2d({ filters, kernel: 1, stride, bias: false }), ENCODER_NORM));
    const shortcut = channelsOf(x) === filters && stride === 1 ? x : project(x);
    return relu()(add()(convolved, shortcut));
  };

/** Figure 3: squeezes to a quarter of the channels, upsamples there to the size of the skip it will meet, and widens to its channels. */
const decoderBlock =
  (skip: Value): Layer =>
  (x) => {
    const squeezed = channelsOf(x) / 4;
    return sequence(
      named("conv1", sequence(conv2d({ filters: squeezed, kernel: 1 }), DECODER_NORM, relu())),
      named("fullConv2", sequence(upsample(squeezed, skip), DECODER_NORM, relu())),
      named("conv3", sequence(conv2d({ filters: channelsOf(skip), kernel: 1 }), DECODER_NORM, relu())),
    )(x);
  };

/**
 * A full convolution to the size of `target`, which is the same or the next larger one that halves to the present size. The authors
 * fixed the output padding at 1, so that theirs takes multiples of 32 only; here it is whatever reaches the target.
 */
const upsample =
  (filters: number, target: Value): Layer =>
  (x) => {
    const [height, width] = sizeOf(x);
    const [rows, columns] = sizeOf(target);
    const stride = rows > height || columns > width ? 2 : 1;
    const missing = (side: number, wanted: number): number => wanted - ((side - 1) * stride + 1);
    const outputPadding = [missing(height, rows), missing(width, columns)] as const;
    return convTranspose2d({ filters, kernel: 3, stride, padding: 1, outputPadding })(x);
  };

/** From a quarter of the image back to all of it; one row or column too many is cropped where the image's side is odd. */
const head =
  (half: Value, image: Value, classes: number): Layer =>
  (x) => {
    const filters = channelsOf(x) / 2;
    return sequence(
      named("fullConv1", sequence(upsample(filters, half), ENCODER_NORM, relu())),
      named("conv2", sequence(conv2d({ filters, kernel: 3, padding: 1 }), DECODER_NORM, relu())),
      named("fullConv3", convTranspose2d({ filters: classes, kernel: 2, stride: 2 })),
      named("crop", crop(sizeOf(image))),
    )(x);
  };
