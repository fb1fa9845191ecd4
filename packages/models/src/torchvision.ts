/** What torchvision calls the parameters of its ResNet-18, which is LinkNet's encoder: https://pytorch.org/vision/stable/models/resnet.html */
import type { NameMap } from "@linknet-kit/core";

const NORM = { weight: "scale", bias: "bias", running_mean: "mean", running_var: "variance" } as const;

/** A convolution without bias and the batch norm after it. */
function convUnit(conv: string, norm: string, path: string): readonly [string, string][] {
  const norms = Object.entries(NORM).map(([theirs, ours]): [string, string] => [
    `${norm}.${theirs}`,
    `${path}/batchNorm/${ours}`,
  ]);
  return [[`${conv}.weight`, `${path}/conv2d/weight`], ...norms];
}

/** `layer2.0` is encoder 2's first block, which projects its shortcut as all but encoder 1's do. */
function residualUnit(layer: number, block: number): readonly [string, string][] {
  const [theirs, ours] = [`layer${layer}.${block}`, `encoder${layer}/block${block + 1}`];
  const projects = layer > 1 && block === 0;
  return [
    ...convUnit(`${theirs}.conv1`, `${theirs}.bn1`, `${ours}/conv1`),
    ...convUnit(`${theirs}.conv2`, `${theirs}.bn2`, `${ours}/conv2`),
    ...(projects ? convUnit(`${theirs}.downsample.0`, `${theirs}.downsample.1`, `${ours}/shortcut`) : []),
  ];
}

/** Torchvision's names. Two kinds of its tensors are ignored: LinkNet has no classifier, and inference no count of batches. */
export const resnet18Encoder: NameMap = {
  source: "torchvision's ResNet-18",
  parameters: new Map([
    ...convUnit("conv1", "bn1", "initial/conv"),
    ...[1, 2, 3, 4].flatMap((layer) => [0, 1].flatMap((block) => residualUnit(layer, block))),
  ]),
  isIgnored: (name) => name === "fc.weight" || name === "fc.bias" || name.endsWith(".num_batches_tracked"),
};
