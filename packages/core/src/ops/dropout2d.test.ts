import { expect, test } from "vitest";
import { dropout2dOp } from "./dropout2d.js";
import { counting, runOp } from "./runOp.test.fixture.js";

test("Nothing is dropped at inference", () => {
  const x = counting(1, 2, 2, 2);
  expect(runOp(dropout2dOp, { x }, { rate: 0.9 }).y).toEqual(x);
});
