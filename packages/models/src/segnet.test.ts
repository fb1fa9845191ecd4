import type { Graph, Value } from "@linknet-kit/core";
import { expect, test } from "vitest";
import { buildNetwork } from "./networks.js";

const graph = buildNetwork("segnet");
type Node = Graph["nodes"][number];
const heightAndWidth = ({ outputs }: Node) => outputs["y"]!.type.shape.slice(2).join("x");
const ofOp = (name: string) => graph.nodes.filter(({ op }) => op.name === name);

test("The filters are VGG16's, and in the decoder their mirror", () => {
  const filters = ofOp("conv").map(({ name, outputs }) => [name.split("/")[0], outputs["y"]!.type.shape[1]]);
  const ofBlock = (block: string) => filters.filter(([name]) => name === block).map(([, count]) => count);
  expect([1, 2, 3, 4, 5].map((level) => ofBlock(`encoder${level}`))).toEqual([
    [64, 64],
    [128, 128],
    [256, 256, 256],
    [512, 512, 512],
    [512, 512, 512],
  ]);
  expect([5, 4, 3, 2, 1].map((level) => ofBlock(`decoder${level}`))).toEqual([
    [512, 512, 512],
    [512, 512, 256],
    [256, 256, 128],
    [128, 64],
    [64],
  ]);
  expect(ofBlock("final")).toEqual([20]);
});

test("Every convolution is 3x3 with bias, and all but the last have batch norm and ReLU", () => {
  for (const { inputs } of ofOp("conv")) {
    expect((inputs["weight"] as Value).type.shape.slice(2)).toEqual([3, 3]);
    expect(inputs["bias"]).toBeDefined();
  }
  const convolutional = graph.nodes.map(({ op }) => op.name).filter((name) => !name.startsWith("max"));
  const unit = ["conv", "batchNorm", "relu"];
  expect(convolutional).toEqual([...Array.from({ length: 25 }, () => unit).flat(), "conv"]);
});

test("Pooling rounds down, and each unpool goes back to what its pool met, with the indices of that pool", () => {
  expect(ofOp("maxPool").map(heightAndWidth)).toEqual(["180x320", "90x160", "45x80", "22x40", "11x20"]);
  expect(ofOp("maxUnpool").map(heightAndWidth)).toEqual(["22x40", "45x80", "90x160", "180x320", "360x640"]);
  const indices = ofOp("maxUnpool").map(({ inputs }) => (inputs["indices"] as Value).name);
  expect(indices).toEqual([5, 4, 3, 2, 1].map((level) => `encoder${level}/maxPool2d/indices`));
});
