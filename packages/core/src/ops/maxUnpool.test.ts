import { expect, test } from "vitest";
import type { Pair } from "../spatialAttributes.js";
import { floatTensor, intTensor } from "../tensor.js";
import { maxPoolOp } from "./maxPool.js";
import { maxUnpoolOp } from "./maxUnpool.js";
import { counting, runOp, written } from "./runOp.test.fixture.js";

const kernel = { kernel: 2, stride: 2 };

test("Values go where the indices say, zeros elsewhere", () => {
  const tensors = { x: floatTensor([1, 1, 1, 2], [7, 9]), indices: intTensor([1, 1, 1, 2], [4, 3]) };
  const { y } = runOp(maxUnpoolOp, tensors, { ...kernel, size: [2, 4] });
  expect([...y.data]).toEqual([0, 0, 0, 9, 7, 0, 0, 0]);
});

test("Indices count over the samples and channels of the result", () => {
  const tensors = { x: counting(2, 2, 1, 1), indices: intTensor([2, 2, 1, 1], [0, 5, 10, 15]) };
  const { y } = runOp(maxUnpoolOp, tensors, { ...kernel, size: [2, 2] });
  expect([...y.data]).toEqual([1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 3, 0, 0, 0, 0, 4]);
});

test("What was pooled from an odd size goes back to it", () => {
  // 1 2 3
  // 4 5 6
  // 7 8 9
  const { y, indices } = runOp(maxPoolOp, { x: counting(1, 1, 3, 3) }, kernel);
  const back = runOp(maxUnpoolOp, { x: y, indices }, { ...kernel, size: [3, 3] });
  expect([...back.y.data]).toEqual([0, 0, 0, 0, 5, 0, 0, 0, 0]);
});

test("Indices of another shape or data type are refused", () => {
  const attributes = { ...kernel, size: [2, 4] } as const;
  expect(() => runOp(maxUnpoolOp, { x: counting(1, 1, 1, 2), indices: intTensor([1, 1, 2, 1]) }, attributes)).toThrow(
    "maxUnpool: indices 1x1x2x1 do not fit x 1x1x1x2",
  );
  expect(() => runOp(maxUnpoolOp, { x: counting(1, 1, 1, 2), indices: counting(1, 1, 1, 2) }, attributes)).toThrow(
    'maxUnpool: its input indices, "indices", is float32, expected int64',
  );
});

test("ONNX's form holds the size only where the pooled size does not imply it", () => {
  const inputs = {
    x: { dtype: "float32", shape: [2, 3, 4, 5] },
    indices: { dtype: "int64", shape: [2, 3, 4, 5] },
  } as const;
  const pairs = { kernel: [2, 2], stride: [2, 2] } as const;
  const write = (size: Pair) => written(maxUnpoolOp.onnx[0]!.write!({ ...pairs, size }, inputs));
  expect(write([8, 10]).constants).toEqual({
    output_shape: undefined,
  });
  expect(write([9, 10]).constants).toEqual({
    output_shape: intTensor([4], [2, 3, 9, 10]),
  });
  const { attributes = {} } = write([8, 10]);
  const foreign = { attributes, constants: { output_shape: intTensor([4], [2, 9, 8, 10]) } };
  expect(() => maxUnpoolOp.onnx[0]!.read(foreign, inputs)).toThrow(
    "MaxUnpool has an output_shape 2x9x8x10 that is not 2x3 and a size",
  );
});
