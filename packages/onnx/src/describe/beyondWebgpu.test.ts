/** What ONNX Runtime 1.30 was seen to fail at, or to get wrong, on WebGPU. */
import {
  type SymbolicTensor,
  buildGraph,
  conv2d,
  float32,
  initialWeights,
  maxPool2d,
  maxPool2dWithIndices,
  maxUnpool2d,
} from "@linknet-kit/core";
import { expect, test } from "vitest";
import { encodeOnnx } from "../encode/encodeOnnx.js";
import { nodesBeyondWebgpu } from "./beyondWebgpu.js";

function beyond(channels: number, layers: (x: SymbolicTensor) => SymbolicTensor): number {
  const graph = buildGraph("some", { name: "image", type: float32(1, channels, 4, 4) }, layers, "y");
  return nodesBeyondWebgpu(encodeOnnx({ graph, weights: initialWeights(0) })).length;
}

test("Groups are mixed where as many filters as are taken at once are of several", () => {
  const mixed = [2, 3].flatMap((groups) =>
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 20]
      .filter((ofGroup) => beyond(12, conv2d({ filters: groups * ofGroup, kernel: 1, groups })) > 0)
      .map((ofGroup) => `${groups} of ${ofGroup}`),
  );
  expect(mixed).toEqual(["2 of 5", "2 of 6", "2 of 7", "2 of 9", "2 of 10"]);
});

test("Positions of maxima are not given, maxima are", () => {
  const window = { kernel: 2, stride: 2 };
  const unpooled = (x: SymbolicTensor) => {
    const { y, indices } = maxPool2dWithIndices(window)(x);
    return maxUnpool2d({ ...window, size: [4, 4] })(y, indices);
  };
  expect([beyond(1, maxPool2d(window)), beyond(1, unpooled)]).toEqual([0, 1]);
});
