import { expect, test } from "vitest";
import { castTensor, floatTensor, intTensor } from "../tensor.js";
import { runOp } from "./runOp.test.fixture.js";
import { whereOp } from "./where.js";

test("Where the condition holds it is the first, elsewhere the second, each stretched", () => {
  const condition = castTensor(floatTensor([2, 1], [1, 0]), "bool");
  const a = intTensor([3], [2n ** 60n + 1n, 2, 3]);
  const { y } = runOp(whereOp, { condition, a, b: intTensor([], [-1]) }, {});
  expect(y).toEqual(intTensor([2, 3], [2n ** 60n + 1n, 2, 3, -1, -1, -1]));
});
