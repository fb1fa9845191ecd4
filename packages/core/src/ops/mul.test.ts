import { expect, test } from "vitest";
import { floatTensor } from "../tensor.js";
import { mulOp } from "./mul.js";
import { counting, runOp } from "./runOp.test.fixture.js";

test("A channel's factor scales each of its pixels", () => {
  const { y } = runOp(mulOp, { a: counting(1, 2, 1, 2), b: floatTensor([2, 1, 1], [10, -1]) }, {});
  expect([...y.data]).toEqual([10, 20, -3, -4]);
});
