import { expect, test } from "vitest";
import { padOp } from "./pad.js";
import { counting, rowsOf, runOp } from "./runOp.test.fixture.js";

test("A border of the value is added on each side of each axis", () => {
  const { y } = runOp(padOp, { x: counting(2, 2) }, { before: [1, 0], after: [0, 2], value: 9 });
  expect(y.shape).toEqual([3, 4]);
  expect(rowsOf(y)).toEqual([
    [9, 9, 9, 9],
    [1, 2, 9, 9],
    [3, 4, 9, 9],
  ]);
});

test("Zeros are added where no value is given, also as channels", () => {
  const { y } = runOp(padOp, { x: counting(2, 1, 1, 2) }, { before: [0, 0, 0, 0], after: [0, 1, 0, 0] });
  expect([...y.data]).toEqual([1, 2, 0, 0, 3, 4, 0, 0]);
});

test("A padding for another number of axes is refused", () => {
  expect(() => runOp(padOp, { x: counting(2, 2) }, { before: [0], after: [0, 0] })).toThrow(
    "pad: padding must have an entry for each of 2 axes",
  );
});
