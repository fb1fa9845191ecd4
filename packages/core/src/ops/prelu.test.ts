import { expect, test } from "vitest";
import { floatTensor } from "../tensor.js";
import { preluOp } from "./prelu.js";
import { counting, runOp } from "./runOp.test.fixture.js";

test("What is below zero is multiplied by its channel's slope", () => {
  const x = floatTensor([1, 2, 1, 3], [-4, 0, 4, -4, 0, 4]);
  const { y } = runOp(preluOp, { x, slope: floatTensor([2, 1, 1], [0.25, -1]) }, {});
  expect([...y.data]).toEqual([-1, 0, 4, 4, 0, 4]);
});

test("A slope that would stretch x is refused", () => {
  expect(() => runOp(preluOp, { x: counting(1, 1, 2, 2), slope: counting(3, 1, 1) }, {})).toThrow(
    "prelu: slope 3x1x1 does not stretch to 1x1x2x2",
  );
});
