import { elementCount, runningStatistics } from "@linknet-kit/core";
import { describe, expect, test } from "vitest";
import { buildNetwork, findNetwork } from "./networks.js";
import { resnet18Encoder, vgg16Encoder } from "./torchvision.js";

const graph = buildNetwork("linknet", { size: { width: 64, height: 64 } });
const parameters = new Map(graph.parameters.map((parameter) => [parameter.name, parameter]));

test("Every name leads to another parameter of LinkNet, and none of the encoder is left out", () => {
  const ours = [...resnet18Encoder.parameters.values()];
  expect(new Set(ours).size).toBe(ours.length);
  const encoder = [...parameters.keys()].filter((name) => /^(initial|encoder\d)\//.test(name));
  expect(ours.toSorted()).toEqual(encoder.toSorted());
});

test("Together they have the trainable parameters of ResNet-18 without its classifier", () => {
  // torchvision publishes 11,689,512, of which the classifier has 512 x 1000 + 1000.
  const statistics = runningStatistics(graph);
  const trainable = [...resnet18Encoder.parameters.values()].filter((name) => !statistics.has(name));
  const elements = trainable.map((name) => elementCount(parameters.get(name)!.type));
  expect(elements.reduce((sum, count) => sum + count, 0)).toBe(11_689_512 - 513_000);
});

test.each([
  ["conv1.weight", "initial/conv/conv2d/weight", [64, 3, 7, 7]],
  ["bn1.running_var", "initial/conv/batchNorm/variance", [64]],
  ["layer1.0.conv1.weight", "encoder1/block1/conv1/conv2d/weight", [64, 64, 3, 3]],
  ["layer1.1.bn2.weight", "encoder1/block2/conv2/batchNorm/scale", [64]],
  ["layer2.0.conv1.weight", "encoder2/block1/conv1/conv2d/weight", [128, 64, 3, 3]],
  ["layer3.0.downsample.0.weight", "encoder3/block1/shortcut/conv2d/weight", [256, 128, 1, 1]],
  ["layer3.0.downsample.1.running_mean", "encoder3/block1/shortcut/batchNorm/mean", [256]],
  ["layer4.1.conv2.weight", "encoder4/block2/conv2/conv2d/weight", [512, 512, 3, 3]],
  ["layer4.1.bn2.bias", "encoder4/block2/conv2/batchNorm/bias", [512]],
])("%s is %s, of the shape that torchvision has there", (theirs, ours, shape) => {
  expect(resnet18Encoder.parameters.get(theirs)).toBe(ours);
  expect(parameters.get(ours)?.type.shape).toEqual(shape);
});

test("A first layer has no projection", () => {
  expect(resnet18Encoder.parameters.has("layer1.0.downsample.0.weight")).toBe(false);
  expect(resnet18Encoder.parameters.has("layer2.1.downsample.0.weight")).toBe(false);
});

describe("What LinkNet has no use for", () => {
  test.each(["fc.weight", "fc.bias", "bn1.num_batches_tracked", "layer2.0.downsample.1.num_batches_tracked"])(
    "%s is left out",
    (name) => {
      expect(resnet18Encoder.isIgnored(name)).toBe(true);
    },
  );

  test.each(["conv2.weight", "layer5.0.conv1.weight", "fc2.weight"])("%s is not, since it may be meant", (name) => {
    expect(resnet18Encoder.isIgnored(name)).toBe(false);
  });
});

describe("VGG16-BN in SegNet", () => {
  const { parameters: ofSegnet } = buildNetwork("segnet", { size: { width: 64, height: 64 } });

  test("has a name for every parameter of the encoder, and for no other", () => {
    const encoder = ofSegnet.map(({ name }) => name).filter((name) => name.startsWith("encoder"));
    expect([...vgg16Encoder.parameters.values()].toSorted()).toEqual(encoder.toSorted());
  });

  test.each([
    ["features.0.weight", "encoder1/conv1/conv2d/weight", [64, 3, 3, 3]],
    ["features.7.bias", "encoder2/conv1/conv2d/bias", [128]],
    ["features.21.running_mean", "encoder3/conv3/batchNorm/mean", [256]],
    ["features.24.weight", "encoder4/conv1/conv2d/weight", [512, 256, 3, 3]],
    ["features.41.weight", "encoder5/conv3/batchNorm/scale", [512]],
  ])("%s is %s, of the shape that torchvision has there", (theirs, ours, shape) => {
    expect(vgg16Encoder.parameters.get(theirs)).toBe(ours);
    expect(ofSegnet.find(({ name }) => name === ours)?.type.shape).toEqual(shape);
  });

  test("has a classifier that SegNet has no use for", () => {
    expect(vgg16Encoder.isIgnored("classifier.0.weight")).toBe(true);
    expect(vgg16Encoder.isIgnored("features.1.num_batches_tracked")).toBe(true);
    expect(vgg16Encoder.isIgnored("features.44.weight")).toBe(false);
  });
});

test("Both variants of LinkNet understand these names, ENet no foreign ones", () => {
  const sources = ["linknet", "linknet-without-bypass", "segnet", "enet"].map((name) =>
    findNetwork(name).nameMaps?.map(({ source }) => source),
  );
  const linknet = ["torchvision's ResNet-18", "the authors' LinkNet", "the authors' LinkNetBase"];
  expect(sources).toEqual([linknet, linknet, ["torchvision's VGG16-BN"], undefined]);
});
