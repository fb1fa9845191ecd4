import { expect, test } from "vitest";
import { floatTensor } from "../tensor.js";
import { hardSwishOp } from "./hardSwish.js";
import { runOp } from "./runOp.test.fixture.js";

test("Nothing passes up to -3, everything from 3, and a parabola lies between", () => {
  const x = floatTensor([7], [-4, -3, -1.5, 0, 1.5, 3, 4]);
  expect(runOp(hardSwishOp, { x }, {}).y).toEqual(floatTensor([7], [-0, -0, -0.375, 0, 1.125, 3, 4]));
});

test("It costs five operations an element", () => {
  const y = { dtype: "float32", shape: [2, 3] } as const;
  expect(hardSwishOp.countCost({ x: y }, { y }, {})).toMatchObject({ macs: 0, scalarOps: 30 });
});
