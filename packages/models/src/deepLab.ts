/** DeepLab-LargeFOV and DeepLab v2, Chen et al. 2014 and 2016: https://arxiv.org/abs/1412.7062, https://arxiv.org/abs/1606.00915 */
import {
  type Layer,
  type NetworkOptions,
  type SymbolicTensor,
  add,
  averagePool2d,
  batchNorm,
  conv2d,
  maxPool2d,
  named,
  relu,
  resize,
  sequence,
  sizeOf,
} from "@linknet-kit/core";
import { crop, extend } from "./border.js";
import { scaledChannels } from "./options.js";
import { vgg16 } from "./vgg16.js";

/** How many times smaller what is computed is than the image. */
const FACTOR = 8;

/** Logits, which the authors smooth by a dense CRF behind the network, are mixed between pixels that stand 8 apart and cropped to the image. */
const upsampled = (image: SymbolicTensor): Layer =>
  sequence(
    named("upsample", (x) => {
      const [batch = 0, channels = 0, ...sides] = x.type.shape;
      const size = [batch, channels, ...sides.map((side) => FACTOR * (side - 1) + 1)];
      return resize({ size, mode: "linear", coordinates: "align_corners" })(x);
    }),
    named("crop", crop(sizeOf(image))),
  );

/** Halves the image; rounds up, as in Caffe, by another row or column below or right where the side is even. */
const halve: Layer = (x) => {
  const [bottom, right] = sizeOf(x).map((side) => (side % 2 === 0 ? 2 : 1)) as [number, number];
  return maxPool2d({ kernel: 3, stride: 2, padding: { top: 1, left: 1, bottom, right } })(x);
};

/** VGG16 that sees far by one convolution with large gaps. Dropout, of half the elements behind fc6 and fc7, is for training and left out. */
export const deepLabLargeFov =
  ({ classes, width }: NetworkOptions): Layer =>
  (image) => {
    const keep = { kernel: 3, stride: 1, padding: 1 };
    // Caffe's mean is over the padding too.
    const last = sequence(maxPool2d(keep), averagePool2d({ ...keep, countPadding: true }));
    const filters = scaledChannels(1024, width);
    return sequence(
      vgg16({ width, lastDilation: 2, isPadded: true, pools: [halve, halve, halve, maxPool2d(keep), last] }),
      named("fc6", sequence(conv2d({ filters, kernel: 3, padding: 12, dilation: 12 }), relu())),
      named("fc7", sequence(conv2d({ filters, kernel: 1 }), relu())),
      named("fc8", conv2d({ filters: classes, kernel: 1 })),
      upsampled(image),
    )(image);
  };

/** Blocks of each stage of ResNet-101, with a quarter of their filters, gaps, and the stride of the first. */
const STAGES = [
  { blocks: 3, squeezed: 64, dilation: 1, stride: 1 },
  { blocks: 4, squeezed: 128, dilation: 1, stride: 2 },
  { blocks: 23, squeezed: 256, dilation: 2, stride: 1 },
  { blocks: 3, squeezed: 512, dilation: 4, stride: 1 },
];
/** Of the branches of atrous spatial pyramid pooling. */
const PYRAMID = [6, 12, 18, 24];
const NORM = batchNorm({ epsilon: 1e-5 });

/**
 * Zeros extend the image below and to the right to a multiple of 8 and one pixel more, as the authors' crops are. At one scale; the
 * authors also run it on smaller images and take the largest logits.
 */
export const deepLabV2 =
  ({ classes, width }: NetworkOptions): Layer =>
  (image) => {
    const [height, length] = sizeOf(image).map((side) => FACTOR * Math.ceil((side - 1) / FACTOR) + 1) as [
      number,
      number,
    ];
    const stem = convUnit({ filters: scaledChannels(64, width), kernel: 7, stride: 2, padding: 3 });
    return sequence(
      named("extend", extend([height, length])),
      named("stem", sequence(stem, relu(), halve)),
      ...STAGES.map((stage, index) => named(`stage${index + 1}`, stageOf(stage, width))),
      named("pyramid", pyramid(classes)),
      upsampled(image),
    )(image);
  };

const convUnit = (options: Omit<Parameters<typeof conv2d>[0], "bias">): Layer =>
  sequence(conv2d({ ...options, bias: false }), NORM);

const stageOf = ({ blocks, squeezed, dilation, stride }: (typeof STAGES)[number], width: number): Layer => {
  const usual = { squeezed: scaledChannels(squeezed, width), dilation, stride: 1, projects: false };
  return sequence(
    named("block1", bottleneck({ ...usual, stride, projects: true })),
    ...Array.from({ length: blocks - 1 }, (_, index) => named(`block${index + 2}`, bottleneck(usual))),
  );
};

interface Bottleneck {
  readonly squeezed: number;
  readonly dilation: number;
  readonly stride: number;
  /** Whether a convolution takes the shortcut to the channels and the size of the others. */
  readonly projects: boolean;
}

/** Of ResNet-101, He et al. 2015 (https://arxiv.org/abs/1512.03385), with the stride on the first convolution. */
const bottleneck =
  ({ squeezed, dilation, stride, projects }: Bottleneck): Layer =>
  (x) => {
    const filters = 4 * squeezed;
    const convolved = sequence(
      named("conv1", sequence(convUnit({ filters: squeezed, kernel: 1, stride }), relu())),
      named("conv2", sequence(convUnit({ filters: squeezed, kernel: 3, padding: dilation, dilation }), relu())),
      named("conv3", convUnit({ filters, kernel: 1 })),
    )(x);
    const project = named("shortcut", convUnit({ filters, kernel: 1, stride }));
    return relu()(add()(convolved, projects ? project(x) : x));
  };

/** The sum of what convolutions with ever larger gaps see. */
const pyramid =
  (classes: number): Layer =>
  (x) =>
    PYRAMID.map((each) =>
      named(`dilation${each}`, conv2d({ filters: classes, kernel: 3, padding: each, dilation: each }))(x),
    ).reduce((sum, branch) => add()(sum, branch));
