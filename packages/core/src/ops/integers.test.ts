/** Ops of numbers that ONNX admits of integers too, with numbers to follow. */
import { expect, test } from "vitest";
import { evaluate } from "../evaluate.js";
import type { DType } from "../dtypes.js";
import { opModel } from "../opModel.js";
import { decompose } from "../rewrites/decompose.js";
import { type Tensor, castTensor, intTensor } from "../tensor.js";
import { preluOp } from "./prelu.js";
import { reduceMeanOp } from "./reduceMean.js";
import { reluOp } from "./relu.js";
import { runOp } from "./runOp.test.fixture.js";

const whole = (dtype: DType, shape: readonly number[], ...values: readonly (number | bigint)[]): Tensor =>
  castTensor(intTensor(shape, values), dtype);
const SIGNED = ["int8", "int16", "int32", "int64"] as const;

test.each(SIGNED)("Of %s nothing is below zero, and what is above stays", (dtype) => {
  const { y } = runOp(reluOp, { x: whole(dtype, [4], -100, -1, 0, 100) }, {});
  expect(y).toEqual(whole(dtype, [4], 0, 0, 0, 100));
});

test.each([
  // The last 32 bits of -(2^31 - 1) times 5: -5 * 2^31 + 5 is 5 - 2^31 with those before left out.
  ["int32", [-(2 ** 31) + 1, -3, 4], 5, [-(2 ** 31) + 5, -15, 4]],
  ["int64", [-(2n ** 63n) + 1n, -3n, 4n], 5n, [-(2n ** 63n) + 5n, -15n, 4n]],
  ["uint32", [2 ** 32 - 1, 0, 4], 5, [2 ** 32 - 1, 0, 4]],
  ["uint64", [2n ** 63n, 0n, 4n], 5n, [2n ** 63n, 0n, 4n]],
] as const)("Slopes of %s wrap around", (dtype, x, slope, y) => {
  const given = { x: whole(dtype, [3], ...x), slope: whole(dtype, [1], slope) };
  const { model, inputs } = opModel(preluOp, given, {});
  expect(evaluate(model, inputs)).toEqual({ y: whole(dtype, [3], ...y) });
  expect(evaluate(decompose(() => true).run(model), inputs)).toEqual({ y: whole(dtype, [3], ...y) });
});

test.each(["int32", "int64"] as const)(
  "A mean of %s is cut off behind the point, and its sum does not wrap",
  (dtype) => {
    const most = dtype === "int32" ? 2 ** 31 - 1 : 2n ** 62n;
    const { y } = runOp(reduceMeanOp, { x: whole(dtype, [3, 2], -3, 0, most, most, 5, -2) }, { axes: 1 });
    expect(y).toEqual(whole(dtype, [3, 1], -1, most, 1));
  },
);

test("Of no integers there is no mean", () => {
  expect(() => runOp(reduceMeanOp, { x: whole("int32", [0]) }, { axes: 0 })).toThrow("of no elements");
});
