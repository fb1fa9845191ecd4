/** ENet, Paszke, Chaurasia, Kim and Culurciello 2016: https://arxiv.org/abs/1606.02147 */
import {
  type Layer,
  type NetworkOptions,
  type SymbolicTensor,
  add,
  batchNorm,
  channelsOf,
  concat,
  conv2d,
  convTranspose2d,
  dropout2d,
  maxPool2d,
  maxPool2dWithIndices,
  maxUnpool2d,
  named,
  pad,
  prelu,
  relu,
  sequence,
  sizeOf,
} from "@linknet-kit/core";
import { crop, extend } from "./border.js";
import { scaledChannels } from "./options.js";

const NORM = batchNorm({ epsilon: 1e-3 });
/** Sizes that are no multiple of this are extended. */
const MULTIPLE = 8;
const EARLY_DROPOUT = 0.01;
const DROPOUT = 0.1;

/**
 * The image is halved three times with indices that pair each level with its mirror, so its sides must be multiples of 8. Others
 * are extended with zeros below and to the right, and the logits cropped back.
 */
export const enet =
  ({ classes, width }: NetworkOptions): Layer =>
  (image) => {
    const size = sizeOf(image);
    const [height, length] = size.map((side) => MULTIPLE * Math.ceil(side / MULTIPLE)) as [number, number];
    const channels = (each: number): number => scaledChannels(each, width);
    const extended = named("extend", extend([height, length]))(image);

    const initial = named("initial", initialBlock(channels(16)))(extended);
    const first = initial.builder.scope("bottleneck1.0", () => downsampling(initial, channels(64), EARLY_DROPOUT));
    const stage1 = bottlenecks(
      "bottleneck1",
      Array.from({ length: 4 }, () => bottleneck(regular, EARLY_DROPOUT)),
    )(first.y);
    const second = stage1.builder.scope("bottleneck2.0", () => downsampling(stage1, channels(128), DROPOUT));
    const stages = sequence(
      bottlenecks(
        "bottleneck2",
        CONTEXT.map((middle) => bottleneck(middle, DROPOUT)),
      ),
      bottlenecks(
        "bottleneck3",
        CONTEXT.map((middle) => bottleneck(middle, DROPOUT)),
      ),
    );
    const decoder = sequence(
      named("bottleneck4.0", upsampling(channels(64), second.indices)),
      bottlenecks("bottleneck4", [decoderBottleneck, decoderBottleneck]),
      named("bottleneck5.0", upsampling(channels(16), first.indices)),
      bottlenecks("bottleneck5", [decoderBottleneck]),
      named("final/fullConv", convTranspose2d({ filters: classes, kernel: 2, stride: 2 })),
      named("crop", crop(size)),
    );
    return sequence(stages, decoder)(second.y);
  };

/** A convolution beside a pool; the image's three channels pass through the pool. */
const initialBlock =
  (filters: number): Layer =>
  (x) => {
    const convolved = conv2d({ filters: filters - channelsOf(x), kernel: 3, stride: 2, padding: 1 })(x);
    const pooled = maxPool2d({ kernel: 2, stride: 2 })(x);
    return sequence(NORM, prelu())(concat()(convolved, pooled));
  };

/** The middle of a bottleneck, at a quarter of its channels. */
type Middle = (filters: number) => Layer;

const regular: Middle = (filters) => conv2d({ filters, kernel: 3, padding: 1 });
const dilated =
  (dilation: number): Middle =>
  (filters) =>
    conv2d({ filters, kernel: 3, padding: dilation, dilation });
const asymmetric: Middle = (filters) =>
  sequence(
    conv2d({ filters, kernel: [1, 5], padding: [0, 2], bias: false }),
    conv2d({ filters, kernel: [5, 1], padding: [2, 0] }),
  );

/** The eight bottlenecks of stage 2, and again of stage 3. */
const CONTEXT: readonly Middle[] = [
  regular,
  dilated(2),
  asymmetric,
  dilated(4),
  regular,
  dilated(8),
  asymmetric,
  dilated(16),
];

const bottlenecks = (stage: string, layers: readonly Layer[]): Layer =>
  sequence(...layers.map((layer, index) => named(`${stage}.${index + 1}`, layer)));

const bottleneck =
  (middle: Middle, dropout: number): Layer =>
  (x) =>
    joined(extension({ squeeze: { kernel: 1, stride: 1 }, filters: channelsOf(x), middle, dropout })(x), x);

/** Halves the image; the pooled branch has zeros for the channels it lacks. */
function downsampling(x: SymbolicTensor, filters: number, dropout: number) {
  const pooled = maxPool2dWithIndices({ kernel: 2, stride: 2 })(x);
  const missing = filters - channelsOf(x);
  const widened = pad({ before: [0, 0, 0, 0], after: [0, missing, 0, 0] })(pooled.y);
  const extended = extension({ squeeze: { kernel: 2, stride: 2 }, filters, middle: regular, dropout })(x);
  return { y: joined(extended, widened), indices: pooled.indices };
}

const joined = (extended: SymbolicTensor, other: SymbolicTensor): SymbolicTensor => prelu()(add()(extended, other));

interface ExtensionOptions {
  readonly squeeze: { readonly kernel: number; readonly stride: number };
  readonly filters: number;
  readonly middle: Middle;
  readonly dropout: number;
}

const extension = ({ squeeze, filters, middle, dropout }: ExtensionOptions): Layer =>
  sequence(
    named("squeeze", sequence(conv2d({ ...squeeze, filters: filters / 4, bias: false }), NORM, prelu())),
    named("middle", sequence(middle(filters / 4), NORM, prelu())),
    named("expand", sequence(conv2d({ filters, kernel: 1, bias: false }), NORM)),
    dropout2d({ rate: dropout }),
  );

/** The decoder's bottleneck has ReLU and no dropout. */
const decoderBottleneck: Layer = (x) => {
  const filters = channelsOf(x);
  const extended = decoderExtension(filters, regular(filters / 4))(x);
  return relu()(add()(extended, x));
};

/** Doubles the image, with the indices of the pool that halved it. */
const upsampling =
  (filters: number, indices: SymbolicTensor): Layer =>
  (x) => {
    const [height, width] = sizeOf(x);
    const doubled = convTranspose2d({ filters: filters / 4, kernel: 3, stride: 2, padding: 1, outputPadding: 1 });
    const unpool: Layer = (y) => maxUnpool2d({ kernel: 2, stride: 2, size: [2 * height, 2 * width] })(y, indices);
    const other = named("other", sequence(conv2d({ filters, kernel: 1, bias: false }), NORM, unpool))(x);
    return relu()(add()(decoderExtension(filters, doubled)(x), other));
  };

const decoderExtension = (filters: number, middle: Layer): Layer =>
  sequence(
    named("squeeze", sequence(conv2d({ filters: filters / 4, kernel: 1, bias: false }), NORM, relu())),
    named("middle", sequence(middle, NORM, relu())),
    named("expand", sequence(conv2d({ filters, kernel: 1, bias: false }), NORM)),
  );
