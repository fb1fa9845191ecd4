import { describe, expect, test } from "vitest";
import { authorsLinknet, authorsLinknetBase } from "./linknetAuthors.js";
import { buildNetwork } from "./networks.js";

const { parameters } = buildNetwork("linknet", { size: { width: 64, height: 64 } });
const shapes = new Map(parameters.map(({ name, type }) => [name, type.shape]));

describe.each([authorsLinknet, authorsLinknetBase])("$source", (names) => {
  test("has a name for every parameter of LinkNet, each for another", () => {
    const ours = [...names.parameters.values()];
    expect(new Set(ours).size).toBe(ours.length);
    expect(ours.toSorted()).toEqual([...shapes.keys()].toSorted());
  });

  test.each([
    ["decoder4.conv1.0.weight", [128, 512, 1, 1]],
    ["decoder3.tp_conv.0.weight", [64, 64, 3, 3]],
    ["decoder1.conv2.1.running_var", [64]],
    ["tp_conv1.0.weight", [64, 32, 3, 3]],
    ["conv2.0.bias", [32]],
    ["tp_conv2.weight", [32, 20, 2, 2]],
  ])("has %s in the shape of its layer", (theirs, shape) => {
    expect(shapes.get(names.parameters.get(theirs)!)).toEqual(shape);
  });

  test("has no biases in the decoder, which are 0 then, and none other that may be left out", () => {
    const zero = [...shapes.keys()].filter((name) => names.isZero!(name));
    expect(zero).toHaveLength(12);
    expect(zero).toContain("decoder2/fullConv2/convTranspose2d/bias");
    expect(names.isZero!("final/conv2/conv2d/bias")).toBe(false);
    expect(names.isZero!("decoder2/conv1/batchNorm/bias")).toBe(false);
  });

  test("adds 1e-5 to variances to which the decoder here adds 1e-3", () => {
    expect(names.added!.size).toBe(13);
    expect(names.added!.get("decoder4/conv1/batchNorm/variance")).toBeCloseTo(-0.00099, 12);
    expect(names.added!.has("final/conv2/batchNorm/variance")).toBe(true);
    expect(names.added!.has("final/fullConv1/batchNorm/variance")).toBe(false);
  });
});

test("Their encoders are called after torchvision's, or after their own blocks", () => {
  expect(authorsLinknet.parameters.get("in_block.0.weight")).toBe("initial/conv/conv2d/weight");
  expect(authorsLinknet.parameters.get("encoder2.0.downsample.1.bias")).toBe("encoder2/block1/shortcut/batchNorm/bias");
  expect(authorsLinknetBase.parameters.get("encoder4.block2.bn2.weight")).toBe("encoder4/block2/conv2/batchNorm/scale");
});
