import { expect, test } from "vitest";
import { floatTensor } from "../tensor.js";
import { eluOp } from "./elu.js";
import { runOp } from "./runOp.test.fixture.js";

test("It bends below zero towards -alpha", () => {
  const x = floatTensor([4], [-1, -100, 0, 2]);
  const { y } = runOp(eluOp, { x }, { alpha: 0.5 });
  expect([...y.data]).toEqual([(Math.exp(-1) - 1) / 2, -0.5, 0, 2].map(Math.fround));
});
