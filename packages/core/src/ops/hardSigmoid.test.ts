import { expect, test } from "vitest";
import { floatTensor } from "../tensor.js";
import { hardSigmoidOp } from "./hardSigmoid.js";
import { runOp } from "./runOp.test.fixture.js";

test("The line rises from 0 to 1 by alpha, and is beta at zero", () => {
  const x = floatTensor([5], [-10, -1, 0, 1, 10]);
  expect([...runOp(hardSigmoidOp, { x }, { alpha: 0.25, beta: 0.5 }).y.data]).toEqual([0, 0.25, 0.5, 0.75, 1]);
});
