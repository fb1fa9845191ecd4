import { expect, test } from "vitest";
import { floatTensor } from "../tensor.js";
import { convChannelsLastOp } from "./convChannelsLast.js";
import { maxPoolChannelsLastOp } from "./maxPoolChannelsLast.js";
import { counting, rowsOf, runOp } from "./runOp.test.fixture.js";

/** One pixel a row of channels. */
const image = counting(1, 2, 2, 2);

test("A 1x1 convolution is a product of each pixel's channels and a matrix of input by output channels", () => {
  // 1 2   3 4        1 10 100
  // 5 6   7 8   by   0  1   0
  const weight = floatTensor([1, 1, 2, 3], [1, 10, 100, 0, 1, 0]);
  const { y } = runOp(convChannelsLastOp, { x: image, weight, bias: floatTensor([3], [0, 0, 5]) }, {});
  expect(y.shape).toEqual([1, 2, 2, 3]);
  expect(rowsOf(y)).toEqual([
    [1, 12, 105],
    [3, 34, 305],
    [5, 56, 505],
    [7, 78, 705],
  ]);
});

test("The kernel's height comes first", () => {
  const below = floatTensor([2, 1, 2, 1], [0, 0, 1, 0]);
  expect(rowsOf(runOp(convChannelsLastOp, { x: image, weight: below }, {}).y)).toEqual([[5], [7]]);
});

test("A pool takes the largest of each channel", () => {
  expect(rowsOf(runOp(maxPoolChannelsLastOp, { x: image }, { kernel: [1, 2] }).y)).toEqual([
    [3, 4],
    [7, 8],
  ]);
});
