import { expect, test } from "vitest";
import { decodeFloat16 } from "../float16.js";
import { UnsupportedFormError, int } from "../onnxForm.js";
import { type Float16Tensor, float32, floatTensor } from "../tensor.js";
import { castOp } from "./cast.js";
import { runOp } from "./runOp.test.fixture.js";

test("Towards float16 values are rounded, of two equally near ones to the even, and too large ones are infinite", () => {
  const { y } = runOp(castOp, { x: floatTensor([5], [0.1, 2049, 2051, 65519, -65520]) }, { to: "float16" });
  expect(y.dtype).toBe("float16");
  expect([...decodeFloat16(y.data as Uint16Array)]).toEqual([0.0999755859375, 2048, 2052, 65504, -Infinity]);
});

test("Towards float32 values stay what they are", () => {
  const x: Float16Tensor = { dtype: "float16", shape: [3], data: Uint16Array.of(0x3c00, 0x0001, 0xfbff) };
  expect(runOp(castOp, { x }, { to: "float32" }).y).toEqual(floatTensor([3], [1, 2 ** -24, -65504]));
});

test("ONNX's number of any other type is refused", () => {
  const form = (to: number) => ({ attributes: { to: int(to) }, constants: {} });
  expect(castOp.onnx[0]!.read(form(10), { x: float32(1) })).toEqual({ to: "float16" });
  expect(() => castOp.onnx[0]!.read(form(16), { x: float32(1) })).toThrow(UnsupportedFormError);
  expect(() => castOp.onnx[0]!.read(form(16), { x: float32(1) })).toThrow("Cast is to data type 16");
});
