import { expect, test } from "vitest";
import { floatTensor } from "../tensor.js";
import { counting, runOp } from "./runOp.test.fixture.js";
import { subOp } from "./sub.js";

test("The second is taken from the first, stretched to its shape", () => {
  const { y } = runOp(subOp, { a: counting(2, 2), b: floatTensor([2], [10, 20]) }, {});
  expect([...y.data]).toEqual([-9, -18, -7, -16]);
});
