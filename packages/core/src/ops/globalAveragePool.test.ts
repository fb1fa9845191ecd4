import { expect, test } from "vitest";
import { floatTensor } from "../tensor.js";
import { globalAveragePoolOp } from "./globalAveragePool.js";
import { counting, runOp } from "./runOp.test.fixture.js";

test("Each channel of each sample becomes the mean of its pixels", () => {
  // 1 2   5 6    9 10   13 14
  // 3 4   7 8   11 12   15 16
  const { y } = runOp(globalAveragePoolOp, { x: counting(2, 2, 2, 2) }, {});
  expect(y).toEqual(floatTensor([2, 2, 1, 1], [2.5, 6.5, 10.5, 14.5]));
});

test("It costs an operation for each element of x", () => {
  const x = { dtype: "float32", shape: [1, 512, 7, 7] } as const;
  const y = { dtype: "float32", shape: [1, 512, 1, 1] } as const;
  expect(globalAveragePoolOp.countCost({ x }, { y }, {})).toMatchObject({ macs: 0, scalarOps: 512 * 49 });
});

test("What has nothing behind its channels is refused", () => {
  expect(() => runOp(globalAveragePoolOp, { x: counting(2, 3) }, {})).toThrow(
    "globalAveragePool: expected axes behind N x C to pool over, got 2x3",
  );
});
