import { expect, test } from "vitest";
import { floatTensor } from "../tensor.js";
import { geluOp } from "./gelu.js";
import { runOp } from "./runOp.test.fixture.js";

const x = floatTensor([3], [-1, 0, 2]);

test("It weighs x by the share of a normal distribution below it", () => {
  const { y } = runOp(geluOp, { x }, {});
  expect([...y.data]).toEqual([-0.15865525393145707, 0, 1.9544997361036416].map(Math.fround));
});

test("The approximation is near, and not the same", () => {
  const { y } = runOp(geluOp, { x }, { approximate: "tanh" });
  expect(y.data[0]).toBeCloseTo(-0.158808, 6);
  expect(y.data[2]).toBeCloseTo(1.954598, 6);
});
