/** SegNet, Badrinarayanan, Kendall and Cipolla 2015: https://arxiv.org/abs/1511.00561 */
import {
  type Layer,
  type NetworkOptions,
  type SymbolicTensor,
  batchNorm,
  conv2d,
  maxPool2dWithIndices,
  maxUnpool2d,
  named,
  relu,
  sequence,
  sizeOf,
} from "@linknet-kit/core";
import { scaledChannels } from "./options.js";

/** Filters of the convolutions of each level, VGG16's: https://arxiv.org/abs/1409.1556 */
const ENCODER = [
  [64, 64],
  [128, 128],
  [256, 256, 256],
  [512, 512, 512],
  [512, 512, 512],
];
/** Level 1 to 5; each goes from its own channels to those of the level above. */
const DECODER = [[64], [128, 64], [256, 256, 128], [512, 512, 256], [512, 512, 512]];
const POOL = 2;

/** What an unpool must know of its pool. */
interface Pooled {
  readonly indices: SymbolicTensor;
  readonly size: readonly [number, number];
}

/** Pooling rounds down, and each level unpools to the size that its pool had met (Caffe's original rounds up). */
export const segnet =
  ({ classes, width }: NetworkOptions): Layer =>
  (image) => {
    const levels: Pooled[] = [];
    const encoded = ENCODER.reduce((x, filters, index) => {
      const level = `encoder${index + 1}`;
      const convolved = named(level, convolutions(filters, width))(x);
      const { y, indices } = x.builder.scope(level, () =>
        maxPool2dWithIndices({ kernel: POOL, stride: POOL })(convolved),
      );
      levels.push({ indices, size: sizeOf(convolved) });
      return y;
    }, image);
    const decoded = levels.reduceRight((x, { indices, size }, index) => {
      const unpool: Layer = (pooled) => maxUnpool2d({ kernel: POOL, stride: POOL, size })(pooled, indices);
      return named(`decoder${index + 1}`, sequence(unpool, convolutions(DECODER[index]!, width)))(x);
    }, encoded);
    return named("final/conv", conv2d({ filters: classes, kernel: 3, padding: 1 }))(decoded);
  };

const convolutions = (filters: readonly number[], width: number): Layer =>
  sequence(...filters.map((each, index) => named(`conv${index + 1}`, convUnit(scaledChannels(each, width)))));

const convUnit = (filters: number): Layer => sequence(conv2d({ filters, kernel: 3, padding: 1 }), batchNorm(), relu());
