import { describe, expect, test } from "vitest";
import { floatTensor } from "../tensor.js";
import { type OnnxNode, int } from "../onnxForm.js";
import { depthToSpaceOp } from "./depthToSpace.js";
import { counting, rowsOf, runOp } from "./runOp.test.fixture.js";
import { spaceToDepthOp } from "./spaceToDepth.js";

test("Four channels of a pixel become its block, row by row", () => {
  // Pixels 1 2 in the first channel, 3 4 in the second, and so on.
  expect(rowsOf(runOp(depthToSpaceOp, { x: counting(1, 4, 1, 2) }, { block: 2 }).y)).toEqual([
    [1, 3, 2, 4],
    [5, 7, 6, 8],
  ]);
});

test("Channels that stay are innermost: the first half of them is the first row of the block", () => {
  const { y } = runOp(depthToSpaceOp, { x: counting(1, 4, 1, 1) }, { block: [2, 1] });
  expect(y.shape).toEqual([1, 2, 2, 1]);
  expect(rowsOf(y)).toEqual([[1], [3], [2], [4]]);
});

test("In the other order each channel has its block side by side", () => {
  const { y } = runOp(depthToSpaceOp, { x: counting(1, 4, 1, 1) }, { block: [2, 1], order: "CRD" });
  expect(rowsOf(y)).toEqual([[1], [2], [3], [4]]);
});

test("spaceToDepth is the way back", () => {
  const x = counting(2, 12, 3, 2);
  for (const block of [2, [3, 2], [1, 4]] as const) {
    const spread = runOp(depthToSpaceOp, { x }, { block }).y;
    expect(runOp(spaceToDepthOp, { x: floatTensor(spread.shape, [...spread.data].map(Number)) }, { block }).y).toEqual(
      x,
    );
  }
});

test("Channels and sides that are no whole blocks are refused", () => {
  expect(() => runOp(depthToSpaceOp, { x: counting(1, 6, 1, 1) }, { block: 2 })).toThrow(
    "6 channels are no 2x2 blocks",
  );
  expect(() => runOp(spaceToDepthOp, { x: counting(1, 1, 4, 5) }, { block: 2 })).toThrow(
    "an image of 5x4 (width x height) is not made of blocks of 2x2",
  );
});

describe("ONNX's forms", () => {
  const x = { dtype: "float32", shape: [1, 8, 2, 2] } as const;

  test("have square blocks only", () => {
    expect(depthToSpaceOp.onnx[0]!.write!({ block: [2, 1], order: "DCR" }, { x })).toEqual({
      absent: "there is no block of 2x1",
    });
    expect(spaceToDepthOp.onnx[0]!.write!({ block: [2, 1] }, { x })).toEqual({ absent: "there is no block of 2x1" });
  });

  test("need a blocksize, and the order in which the block's pixels come first", () => {
    const read = (attributes: OnnxNode["attributes"]) =>
      depthToSpaceOp.onnx[0]!.read({ attributes, constants: {} }, { x });
    expect(read({ blocksize: int(2) })).toEqual({ block: 2, order: "DCR" });
    expect(read({ blocksize: int(2), mode: { kind: "string", value: "CRD" } })).toEqual({ block: 2, order: "CRD" });
    expect(() => read({})).toThrow("has no blocksize");
    expect(() => read({ blocksize: int(2), mode: { kind: "string", value: "RCD" } })).toThrow("has mode RCD");
  });
});
