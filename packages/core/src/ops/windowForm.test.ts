import { describe, expect, test } from "vitest";
import { type OnnxAttribute, type OnnxNode, int, ints } from "../onnxForm.js";
import { float32, floatTensor } from "../tensor.js";
import { convTransposeOp } from "./convTranspose.js";
import { maxPoolOp } from "./maxPool.js";
import { readTransposedWindow, readWindow } from "./windowForm.js";

const form = (attributes: Readonly<Record<string, OnnxAttribute>>): OnnxNode => ({ attributes, constants: {} });
const autoPad = (value: string): OnnxAttribute => ({ kind: "string", value });
const image = float32(1, 1, 5, 6);

describe("padding by name becomes padding in numbers", () => {
  // A 3x2 window with stride 2 has 3 positions a side: it reaches over 7 rows and 6 columns.
  const window = { kernel_shape: ints(3, 2), strides: ints(2, 2) };

  test.each([
    ["VALID", { begin: [0, 0], end: [0, 0] }],
    ["SAME_UPPER", { begin: [1, 0], end: [1, 0] }],
  ])("%s", (name, padding) => {
    expect(readWindow(form({ ...window, auto_pad: autoPad(name) }), "Conv", { image }).padding).toEqual(padding);
  });

  test("an odd row and column go behind under SAME_UPPER, before under SAME_LOWER", () => {
    const even = { kernel_shape: ints(2, 2) };
    const padding = (name: string) => readWindow(form({ ...even, auto_pad: autoPad(name) }), "Conv", { image }).padding;
    expect(padding("SAME_UPPER")).toEqual({ begin: [0, 0], end: [1, 1] });
    expect(padding("SAME_LOWER")).toEqual({ begin: [1, 1], end: [0, 0] });
  });

  test("a name that ONNX does not have is refused", () => {
    expect(() => readWindow(form({ ...window, auto_pad: autoPad("SAME") }), "Conv", { image })).toThrow(
      "auto_pad SAME",
    );
  });
});

test("A kernel_shape that is not the weight's is refused", () => {
  const read = () => readWindow(form({ kernel_shape: ints(5, 5) }), "Conv", { image, kernel: [3, 3] });
  expect(read).toThrow("has kernel_shape 5x5 and a weight of 3x3");
});

test.each([
  ["strides", 2, ints(2)],
  ["kernel_shape", 2, ints(2, 2, 2)],
  ["pads", 4, ints(1, 1)],
])("%s of another number of dimensions is refused", (name, count, value) => {
  const read = () => readWindow(form({ kernel_shape: ints(2, 2), [name]: value }), "MaxPool", { image });
  expect(read).toThrow(`has no ${name} of ${count} numbers`);
});

describe("a transposed convolution", () => {
  const context = { image: float32(1, 1, 3, 3), kernel: [3, 3] } as const;

  test("crops what the wanted size leaves over, the odd row before unless SAME_UPPER", () => {
    // (3 - 1) * 2 + 3 + 1 = 8 rows and columns, of which 7 and 6 are wanted.
    const wanted = { strides: ints(2, 2), output_padding: ints(1, 1), output_shape: ints(7, 6) };
    const { padding } = readTransposedWindow(form(wanted), "ConvTranspose", context);
    expect(padding).toEqual({ begin: [1, 1], end: [0, 1] });
    const upper = { ...wanted, auto_pad: autoPad("SAME_UPPER") };
    expect(readTransposedWindow(form(upper), "ConvTranspose", context).padding).toEqual({
      begin: [0, 1],
      end: [1, 1],
    });
  });

  test("pads behind what the wanted size lacks", () => {
    // (3 - 1) * 2 + 3 = 7 rows and columns, of which 8 and 7 are wanted.
    const wanted = { strides: ints(2, 2), output_shape: ints(8, 7) };
    const { padding, outputPadding } = readTransposedWindow(form(wanted), "ConvTranspose", context);
    expect(padding).toEqual({ begin: [0, 0], end: [0, 0] });
    expect(outputPadding).toEqual([1, 0]);
  });

  test("multiplies the size by its stride where padding is SAME", () => {
    const given = convTransposeOp.onnx[0]!.read(form({ strides: ints(3, 3), auto_pad: autoPad("SAME_UPPER") }), {
      x: float32(1, 1, 4, 4),
      weight: float32(1, 1, 3, 3),
    });
    // (4 - 1) * 3 + 3 = 12 already.
    expect(given.padding).toEqual({ begin: [0, 0], end: [0, 0] });
  });

  test("is refused where padding is SAME and its kernel does not reach so far", () => {
    // (3 - 1) * 4 + 3 = 11, and 12 would be wanted.
    const given = { strides: ints(4, 3), auto_pad: autoPad("SAME_LOWER") };
    expect(() => readTransposedWindow(form(given), "ConvTranspose", context)).toThrow("strides past its kernel");
  });
});

describe("ceil_mode", () => {
  const ceil = { kernel_shape: ints(2, 2), strides: ints(2, 2), ceil_mode: int(1) };

  test("pads below and to the right until the last window covers the edge", () => {
    const x = floatTensor([1, 1, 3, 4], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    const given = maxPoolOp.onnx[0]!.read(form(ceil), { x });
    expect(given.padding).toEqual({ begin: [0, 0], end: [1, 0] });
  });

  test("makes no window that starts behind the image", () => {
    const sparse = { kernel_shape: ints(1, 1), strides: ints(3, 3), ceil_mode: int(1) };
    expect(maxPoolOp.onnx[0]!.read(form(sparse), { x: image })).toMatchObject({
      padding: { begin: [0, 0], end: [0, 0] },
    });
  });
});
