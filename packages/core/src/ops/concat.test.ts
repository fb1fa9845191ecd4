import { expect, test } from "vitest";
import { floatTensor } from "../tensor.js";
import { concatOp } from "./concat.js";
import { counting, runOp } from "./runOp.test.fixture.js";

test("Channels of each sample are joined", () => {
  const xs = [counting(2, 1, 1, 2), floatTensor([2, 2, 1, 2], [10, 20, 30, 40, 50, 60, 70, 80])];
  const { y } = runOp(concatOp, { xs }, {});
  expect(y.shape).toEqual([2, 3, 1, 2]);
  expect([...y.data]).toEqual([1, 2, 10, 20, 30, 40, 3, 4, 50, 60, 70, 80]);
});

test("The last axis is joined row by row", () => {
  const { y } = runOp(concatOp, { xs: [counting(2, 1), floatTensor([2, 2], [10, 20, 30, 40])] }, { axis: 1 });
  expect([...y.data]).toEqual([1, 10, 20, 2, 30, 40]);
});

test("An axis may be counted from the end", () => {
  const { y } = runOp(concatOp, { xs: [counting(2, 1), floatTensor([2, 2], [10, 20, 30, 40])] }, { axis: -1 });
  expect([...y.data]).toEqual([1, 10, 20, 2, 30, 40]);
});

test("Shapes that differ elsewhere, an axis that is not there and an empty list are refused", () => {
  expect(() => runOp(concatOp, { xs: [counting(1, 2, 3, 3), counting(1, 2, 3, 4)] }, {})).toThrow(
    "concat: shapes 1x2x3x3, 1x2x3x4 differ in more than axis 1",
  );
  expect(() => runOp(concatOp, { xs: [counting(2), counting(2)] }, {})).toThrow(
    'concat: attribute "axis" is 1, expected an axis of xs, from -1 to 0',
  );
  expect(() => runOp(concatOp, { xs: [] }, {})).toThrow("concat: concat needs tensors as its xs");
});
