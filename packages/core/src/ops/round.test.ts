import { expect, test } from "vitest";
import { floatTensor } from "../tensor.js";
import { roundOp } from "./round.js";
import { runOp } from "./runOp.test.fixture.js";

test("A half goes to the even side", () => {
  const x = floatTensor([9], [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 2.4, 2 ** 30, Infinity]);
  expect([...runOp(roundOp, { x }, {}).y.data]).toEqual([-2, -2, -0, 0, 2, 2, 2, 2 ** 30, Infinity]);
});
