/** What the authors call the parameters of LinkNet in PyTorch: https://github.com/e-lab/pytorch-linknet */
import type { NameMap } from "@linknet-kit/core";
import { DECODER_EPSILON } from "./linknet.js";
import { type NamePair, convUnit, convolution, isBatchCount } from "./torchNames.js";
import { residualUnit } from "./torchvision.js";

/** PyTorch's, which their decoder has there; in Torch, and here, it is larger. */
const EPSILON = 1e-5;
const LEVELS = [1, 2, 3, 4];

const biased = { bias: true };
const fullBiased = { bias: true, op: "convTranspose2d" } as const;

function decoder(level: number): readonly NamePair[] {
  const name = `decoder${level}`;
  return [
    ...convUnit(`${name}.conv1.0`, `${name}.conv1.1`, `${name}/conv1`, biased),
    ...convUnit(`${name}.tp_conv.0`, `${name}.tp_conv.1`, `${name}/fullConv2`, fullBiased),
    ...convUnit(`${name}.conv2.0`, `${name}.conv2.1`, `${name}/conv3`, biased),
  ];
}

const head: readonly NamePair[] = [
  ...convUnit("tp_conv1.0", "tp_conv1.1", "final/fullConv1", fullBiased),
  ...convUnit("conv2.0", "conv2.1", "final/conv2", biased),
  ...convolution("tp_conv2", "final/fullConv3", fullBiased),
];

/** Their decoder has no biases there, which are 0 then. */
const isDecoderBias = (parameter: string): boolean => /^decoder\d\/\w+\/conv(Transpose)?2d\/bias$/.test(parameter);

/** Batch norms here add their epsilon to the variance, of which so much is theirs already. */
const variances = [...LEVELS.flatMap(decoder), ...head]
  .map(([, ours]) => ours)
  .filter((ours) => ours.endsWith("/variance") && !ours.startsWith("final/fullConv1/"))
  .map((ours): [string, number] => [ours, EPSILON - DECODER_EPSILON]);

function authors(source: string, encoder: readonly NamePair[]): NameMap {
  return {
    source,
    parameters: new Map([...encoder, ...LEVELS.flatMap(decoder), ...head]),
    isIgnored: isBatchCount,
    isZero: isDecoderBias,
    added: new Map(variances),
  };
}

const encoderOf = (blockName: (layer: number, block: number) => string): readonly NamePair[] =>
  LEVELS.flatMap((layer) => [0, 1].flatMap((block) => residualUnit(blockName(layer, block), layer, block)));

/** `LinkNet`, which starts from torchvision's encoder. */
export const authorsLinknet = authors("the authors' LinkNet", [
  ...convUnit("in_block.0", "in_block.1", "initial/conv"),
  ...encoderOf((layer, block) => `encoder${layer}.${block}`),
]);

/** `LinkNetBase`, which starts from nothing. */
export const authorsLinknetBase = authors("the authors' LinkNetBase", [
  ...convUnit("conv1", "bn1", "initial/conv"),
  ...encoderOf((layer, block) => `encoder${layer}.block${block + 1}`),
]);
