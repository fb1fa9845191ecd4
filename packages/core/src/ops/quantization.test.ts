/** Numbers of ONNX's definitions that a reader can check. */
import { expect, test } from "vitest";
import { type Tensor, castTensor, floatTensor } from "../tensor.js";
import { convIntegerOp } from "./convInteger.js";
import { dequantizeLinearOp } from "./dequantizeLinear.js";
import { dynamicQuantizeLinearOp } from "./dynamicQuantizeLinear.js";
import { matMulIntegerOp } from "./matMulInteger.js";
import { qLinearConvOp } from "./qLinearConv.js";
import { qLinearMatMulOp } from "./qLinearMatMul.js";
import { quantizeLinearOp } from "./quantizeLinear.js";
import { runOp } from "./runOp.test.fixture.js";

type Whole = "uint8" | "int8" | "int32";

const whole = (dtype: Whole, shape: readonly number[], ...values: readonly number[]): Tensor =>
  castTensor(floatTensor(shape, values), dtype);
const numbers = ({ data }: Tensor): readonly number[] => Array.from(data, Number);

function quantized(x: readonly number[], scale: number, zeroPoint: Tensor): readonly number[] {
  const inputs = { x: floatTensor([x.length], x), scale: floatTensor([], [scale]), zeroPoint };
  return numbers(runOp(quantizeLinearOp, inputs, {}).y);
}

test("Of two whole numbers as near the even one is taken, before the zero point is added", () => {
  const halves = [-1.5, -0.5, 0.5, 1.5, 2.5];
  expect(quantized(halves, 1, whole("int8", [], 0))).toEqual([-2, 0, 0, 2, 2]);
  expect(quantized(halves, 1, whole("int8", [], 1))).toEqual([-1, 1, 1, 3, 3]);
});

test("What is beyond the type becomes its end, and what is no number the lowest", () => {
  expect(quantized([-1e30, -129, 127, 128, Infinity, NaN], 1, whole("int8", [], 0))).toEqual([
    -128, -128, 127, 127, 127, -128,
  ]);
  expect(quantized([-129, -128, 126, 127, 128, -Infinity], 1, whole("uint8", [], 128))).toEqual([
    0, 0, 254, 255, 255, 0,
  ]);
});

test("Each place on the axis has its scale, and each block of them where there are such", () => {
  const x = floatTensor([2, 3], [10, 10, 10, 20, 20, 20]);
  const along = (axis: number, scale: readonly number[]) => {
    const zeroPoint = whole("uint8", [scale.length], ...scale.map(() => 0));
    return numbers(runOp(quantizeLinearOp, { x, scale: floatTensor([scale.length], scale), zeroPoint }, { axis }).y);
  };
  expect(along(0, [1, 2])).toEqual([10, 10, 10, 10, 10, 10]);
  expect(along(-1, [1, 2, 5])).toEqual([10, 5, 2, 20, 10, 4]);
  const blocks = { scale: floatTensor([2, 2], [1, 2, 5, 10]), zeroPoint: whole("uint8", [2, 2], 0, 1, 2, 3) };
  const y = runOp(quantizeLinearOp, { x, ...blocks }, { axis: 1, block: 2 }).y;
  expect(numbers(y)).toEqual([10, 10, 6, 6, 6, 5]);
  expect(numbers(runOp(dequantizeLinearOp, { x: y, ...blocks }, { axis: 1, block: 2 }).y)).toEqual([...numbers(x)]);
});

test("Blocks of the first axis have a scale for each place on the others", () => {
  const x = whole("int8", [3, 2], 1, 1, 2, 2, 3, 3);
  const y = runOp(dequantizeLinearOp, { x, scale: floatTensor([2, 2], [1, 10, 2, 20]) }, { axis: 0, block: 2 }).y;
  expect(numbers(y)).toEqual([1, 10, 2, 20, 6, 60]);
});

test.each([
  {
    title: "two scales for three places",
    scale: [2],
    zeroPoint: [2],
    axis: 1,
    block: 0,
    problem: /not one number, or 3/,
  },
  {
    title: "other zero points than scales",
    scale: [3],
    zeroPoint: [],
    axis: 1,
    block: 0,
    problem: /as many zero points/,
  },
  { title: "a matrix for no block", scale: [2, 3], zeroPoint: [2, 3], axis: 1, block: 0, problem: /not one number/ },
  { title: "too few blocks", scale: [2, 1], zeroPoint: [2, 1], axis: 1, block: 2, problem: /2x1 is not 2x2/ },
  { title: "an axis that is not there", scale: [3], zeroPoint: [3], axis: 2, block: 0, problem: /axis/ },
])("$title is refused", ({ scale, zeroPoint, axis, block, problem }) => {
  const full = (shape: readonly number[]) =>
    floatTensor(shape, Array<number>(shape.reduce((a, b) => a * b, 1)).fill(1));
  const inputs = { x: full([2, 3]), scale: full(scale), zeroPoint: castTensor(full(zeroPoint), "int8") };
  expect(() => runOp(quantizeLinearOp, inputs, { axis, block })).toThrow(problem);
});

test("A range fits the type with zero exactly in it", () => {
  const run = (...x: readonly number[]) => {
    const { y, scale, zeroPoint } = runOp(dynamicQuantizeLinearOp, { x: floatTensor([x.length], x) }, {});
    return { y: numbers(y), scale: numbers(scale), zeroPoint: numbers(zeroPoint) };
  };
  expect(run(0, 255, 51)).toEqual({ y: [0, 255, 51], scale: [1], zeroPoint: [0] });
  expect(run(10, 510)).toEqual({ y: [5, 255], scale: [2], zeroPoint: [0] });
  // -127.5 is -128, and then on its zero point.
  expect(run(-255, -510)).toEqual({ y: [127, 0], scale: [2], zeroPoint: [255] });
  expect(run(-100, 410, 0)).toEqual({ y: [0, 255, 50], scale: [2], zeroPoint: [50] });
  expect(run(0, 0)).toEqual({ y: [0, 0], scale: [1], zeroPoint: [0] });
});

test("Whole numbers are multiplied from their zero points", () => {
  const a = whole("uint8", [1, 2], 11, 7);
  const b = whole("int8", [2, 2], 1, -4, 10, 11);
  expect(numbers(runOp(matMulIntegerOp, { a, b }, {}).y)).toEqual([81, 33]);
  const zeroPoints = { aZeroPoint: whole("uint8", [], 12), bZeroPoint: whole("int8", [2], 1, 0) };
  // -1 x 0 + -5 x 9, and -1 x -4 + -5 x 11.
  expect(numbers(runOp(matMulIntegerOp, { a, b, ...zeroPoints }, {}).y)).toEqual([-45, -51]);
});

test("Paddings of a convolution of whole numbers are the zero point", () => {
  const inputs = {
    x: whole("uint8", [1, 1, 2], 5, 6),
    weight: whole("uint8", [1, 1, 3], 1, 1, 1),
    xZeroPoint: whole("uint8", [], 4),
  };
  expect(numbers(runOp(convIntegerOp, inputs, { padding: 1 }).y)).toEqual([3, 3]);
});

test("Sums past what float32 holds are exact", () => {
  const bytes = (...shape: readonly number[]) => whole("uint8", shape, ...Array<number>(601).fill(255));
  const inputs = { a: bytes(1, 601), b: bytes(601, 1) };
  expect(numbers(runOp(matMulIntegerOp, inputs, {}).y)).toEqual([601 * 255 * 255]);
});

test("Sums are scaled, rounded and moved to the zero point of the result", () => {
  const one = { xScale: floatTensor([], [0.5]), xZeroPoint: whole("uint8", [], 10) };
  const result = { yScale: floatTensor([], [1]), yZeroPoint: whole("uint8", [], 100) };
  const weights = { weightScale: floatTensor([2], [1, 0.5]), weightZeroPoint: whole("int8", [2], 0, 0) };
  const y = runOp(
    qLinearConvOp,
    {
      ...one,
      ...weights,
      ...result,
      x: whole("uint8", [1, 1, 2], 13, 20),
      weight: whole("int8", [2, 1, 1], 1, -100),
      bias: whole("int32", [2], 0, 6),
    },
    {},
  ).y;
  // 3 x 0.5 and 10 x 0.5; (-300 + 6) x 0.25 = -73.5, whose even neighbour is -74, and -994 x 0.25, which is beyond the type.
  expect(numbers(y)).toEqual([102, 105, 26, 0]);
});

test("Rows and columns of products have scales of their own", () => {
  const inputs = {
    a: whole("int8", [2, 1], 10, 10),
    aScale: floatTensor([2], [1, 2]),
    aZeroPoint: whole("int8", [2], 0, 5),
    b: whole("int8", [1, 2], 3, 3),
    bScale: floatTensor([2], [1, 0.5]),
    bZeroPoint: whole("int8", [2], 0, 1),
    yScale: floatTensor([], [1]),
    yZeroPoint: whole("int8", [], -2),
  };
  expect(numbers(runOp(qLinearMatMulOp, inputs, {}).y)).toEqual([28, 8, 28, 8]);
});
