/** Regions of a tensor that are resized, with numbers to follow. */
import { describe, expect, test } from "vitest";
import { evaluate } from "../evaluate.js";
import { opModel } from "../opModel.js";
import { decompose } from "../rewrites/decompose.js";
import { floatTensor } from "../tensor.js";
import { resizeOp } from "./resize.js";
import { counting, rowsOf, runOp } from "./runOp.test.fixture.js";

const cropped = { coordinates: "tf_crop_and_resize", mode: "linear" } as const;

describe("A region of 1, 2, 3, 4", () => {
  const row = counting(1, 4);
  test.each([
    ["its first two thirds", [0, 2 / 3], 3, [1, 2, 3]],
    ["between elements", [1 / 6, 1 / 2], 2, [1.5, 2.5]],
    ["backwards", [1, 0], 4, [4, 3, 2, 1]],
    ["its middle, where there is one element", [0, 1], 1, [2.5]],
    ["as far again behind its end", [0, 2], 3, [1, 4, 9]],
    ["from before its start", [-1 / 3, 1], 5, [9, 1, 2, 3, 4]],
  ])("%s", (_, [start, end], side, expected) => {
    const region = { regionStart: [0, start!], regionEnd: [1, end!] };
    const { y } = runOp(resizeOp, { x: row }, { ...cropped, ...region, size: [1, side], extrapolation: 9 });
    for (const [index, value] of rowsOf(y)[0]!.entries()) expect(value).toBeCloseTo(expected[index]!, 5);
  });
});

test("What lies outside along either axis has the one value, in products with matrices too", () => {
  const region = { regionStart: [0, -1], regionEnd: [2, 1] };
  for (const mode of ["linear", "nearest", "cubic"] as const) {
    const given = { ...cropped, ...region, mode, size: [3, 3], extrapolation: -1 };
    const { model, inputs } = opModel(resizeOp, { x: counting(2, 2) }, given);
    const expected = floatTensor([3, 3], [-1, 1, 2, -1, -1, -1, -1, -1, -1]);
    // From 0 to 2 and from -1 to 1: the second row lies at 1, the last at 2, behind the end.
    expected.data.set([-1, 3, 4], 3);
    expect(evaluate(model, inputs)["y"]).toEqual(expected);
    expect(evaluate(decompose(() => true).run(model), inputs)["y"]).toEqual(expected);
  }
});

test("Without such coordinates there is no region, and with them no scales", () => {
  const x = counting(1, 4);
  const size = [1, 2];
  expect(() => runOp(resizeOp, { x }, { size, regionStart: [0, 0] })).toThrow("does not go with");
  expect(() => runOp(resizeOp, { x }, { ...cropped, size, regionStart: [0] })).toThrow("does not go with");
  expect(() => runOp(resizeOp, { x }, { ...cropped, size, scales: [1, 0.5] })).toThrow("does not go with");
});
