import { expect, test } from "vitest";
import { floatTensor } from "../tensor.js";
import { equalOp } from "./equal.js";
import { greaterOp } from "./greater.js";
import { greaterOrEqualOp } from "./greaterOrEqual.js";
import { lessOp } from "./less.js";
import { lessOrEqualOp } from "./lessOrEqual.js";
import { runOp } from "./runOp.test.fixture.js";

test.each([
  [equalOp, [0, 1, 0, 0, 1]],
  [greaterOp, [0, 0, 1, 0, 0]],
  [greaterOrEqualOp, [0, 1, 1, 0, 1]],
  [lessOp, [1, 0, 0, 0, 0]],
  [lessOrEqualOp, [1, 1, 0, 0, 1]],
] as const)("$0.name holds of neither side of what is no number, and of two zeros as of one", (op, expected) => {
  const [a, b] = [floatTensor([5], [1, 2, 3, NaN, -0]), floatTensor([5], [2, 2, 2, NaN, 0])];
  const { y } = runOp(op, { a, b }, {});
  expect(y).toMatchObject({ dtype: "bool", data: Uint8Array.from(expected) });
});
