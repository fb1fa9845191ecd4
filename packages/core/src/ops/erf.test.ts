import { expect, test } from "vitest";
import { floatTensor } from "../tensor.js";
import { erfOp } from "./erf.js";
import { runOp } from "./runOp.test.fixture.js";

test("It has the values of tables, rounded to float32", () => {
  const x = [0, 1e-10, 0.5, 1, 2, 3, -1, 4, 30, Infinity, NaN];
  const table = [
    0,
    1.1283791670955126e-10,
    0.5204998778130465,
    0.8427007929497149,
    0.9953222650189527,
    0.9999779095030014,
    -0.8427007929497149,
    0.9999999845827421,
    1,
    1,
    NaN,
  ];
  const { y } = runOp(erfOp, { x: floatTensor([x.length], x) }, {});
  expect([...y.data]).toEqual(table.map(Math.fround));
});
