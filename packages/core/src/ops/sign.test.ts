import { expect, test } from "vitest";
import { floatTensor } from "../tensor.js";
import { runOp } from "./runOp.test.fixture.js";
import { signOp } from "./sign.js";

test("The smallest number on either side of zero counts", () => {
  const { y } = runOp(signOp, { x: floatTensor([4], [-(2 ** -149), 0, 2 ** -149, 5]) }, {});
  expect([...y.data]).toEqual([-1, 0, 1, 1]);
});
