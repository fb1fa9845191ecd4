import { expect, test } from "vitest";
import { floatTensor } from "../tensor.js";
import { celuOp } from "./celu.js";
import { runOp } from "./runOp.test.fixture.js";

test("It bends below zero towards -alpha, as slowly as alpha is large", () => {
  const x = floatTensor([3], [-2, -1000, 3]);
  const { y } = runOp(celuOp, { x }, { alpha: 2 });
  expect([...y.data]).toEqual([2 * (Math.exp(-1) - 1), -2, 3].map(Math.fround));
  expect(() => runOp(celuOp, { x }, { alpha: 0 })).toThrow("above 0");
});
