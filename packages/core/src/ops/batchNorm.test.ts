import { expect, test } from "vitest";
import { type FloatTensor, floatTensor } from "../tensor.js";
import { batchNormOp } from "./batchNorm.js";
import { counting, runOp } from "./runOp.test.fixture.js";

const perChannel = (...values: number[]): FloatTensor => floatTensor([values.length], values);

test("Each channel is centred, scaled by its deviation, stretched and shifted", () => {
  const x = floatTensor([2, 2, 1, 2], [1, 3, 10, 20, 5, 7, 30, 40]);
  const channelwise = {
    scale: perChannel(3, 1),
    bias: perChannel(1, 0),
    mean: perChannel(2, 20),
    variance: perChannel(4, 100),
  };
  const { y } = runOp(batchNormOp, { x, ...channelwise }, { epsilon: 0 });
  // (1 - 2) / 2 * 3 + 1 = -0.5, (10 - 20) / 10 = -1
  expect([...y.data]).toEqual([-0.5, 2.5, -1, 0, 5.5, 8.5, 1, 2]);
});

test("Epsilon is added to the variance, under the root", () => {
  const channelwise = { scale: perChannel(1), bias: perChannel(0), mean: perChannel(0), variance: perChannel(0.75) };
  const x = floatTensor([1, 1, 1, 1], [8]);
  expect([...runOp(batchNormOp, { x, ...channelwise }, { epsilon: 0.25 }).y.data]).toEqual([8]);
  expect([...runOp(batchNormOp, { x, ...channelwise }, { epsilon: 3.25 }).y.data]).toEqual([4]);
});

test("Statistics of another number of channels are refused", () => {
  const channelwise = { scale: counting(2), bias: counting(2), mean: counting(3), variance: counting(2) };
  expect(() => runOp(batchNormOp, { x: counting(1, 2, 1, 1), ...channelwise }, {})).toThrow(
    "batchNorm: mean 3 does not fit 2 channels",
  );
});
