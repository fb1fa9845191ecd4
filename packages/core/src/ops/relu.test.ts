import { expect, test } from "vitest";
import { floatTensor } from "../tensor.js";
import { reluOp } from "./relu.js";
import { runOp } from "./runOp.test.fixture.js";

test("What is below zero becomes zero", () => {
  const { y } = runOp(reluOp, { x: floatTensor([4], [-2, 0, 0.5, 3]) }, {});
  expect([...y.data]).toEqual([0, 0, 0.5, 3]);
});
