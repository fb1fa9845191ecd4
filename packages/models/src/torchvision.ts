/** What torchvision calls the parameters of its networks that are encoders here: https://pytorch.org/vision/stable/models.html */
import type { NameMap } from "@linknet-kit/core";
import { type NamePair, convUnit, isBatchCount } from "./torchNames.js";

/** `layer2.0` is encoder 2's first block, which projects its shortcut as all but encoder 1's do. */
export function residualUnit(theirs: string, layer: number, block: number): readonly NamePair[] {
  const ours = `encoder${layer}/block${block + 1}`;
  const projects = layer > 1 && block === 0;
  return [
    ...convUnit(`${theirs}.conv1`, `${theirs}.bn1`, `${ours}/conv1`),
    ...convUnit(`${theirs}.conv2`, `${theirs}.bn2`, `${ours}/conv2`),
    ...(projects ? convUnit(`${theirs}.downsample.0`, `${theirs}.downsample.1`, `${ours}/shortcut`) : []),
  ];
}

/** ResNet-18 in LinkNet, which has no classifier. */
export const resnet18Encoder: NameMap = {
  source: "torchvision's ResNet-18",
  parameters: new Map([
    ...convUnit("conv1", "bn1", "initial/conv"),
    ...[1, 2, 3, 4].flatMap((layer) => [0, 1].flatMap((block) => residualUnit(`layer${layer}.${block}`, layer, block))),
  ]),
  isIgnored: (name) => name === "fc.weight" || name === "fc.bias" || isBatchCount(name),
};

/** Convolutions of each level of VGG16. */
const VGG16_LEVELS = [2, 2, 3, 3, 3];
/** A convolution, a batch norm and a ReLU; a pool ends the level. */
const LAYERS_OF_UNIT = 3;

/** Layers are numbered through `features`. */
function vgg16Units(): readonly NamePair[] {
  let index = 0;
  return VGG16_LEVELS.flatMap((convolutions, level) => {
    const units = Array.from({ length: convolutions }, (_, unit) => {
      const [conv, norm] = [`features.${index}`, `features.${index + 1}`];
      index += LAYERS_OF_UNIT;
      return convUnit(conv, norm, `encoder${level + 1}/conv${unit + 1}`, { bias: true });
    });
    index += 1;
    return units.flat();
  });
}

/** VGG16 with batch norms in SegNet, which has no classifier. */
export const vgg16Encoder: NameMap = {
  source: "torchvision's VGG16-BN",
  parameters: new Map(vgg16Units()),
  isIgnored: (name) => name.startsWith("classifier.") || isBatchCount(name),
};
