/** Windows along lines and through volumes in every way that ONNX writes them, beside ONNX Runtime on the file as it came. */
import { type Tensor, evaluate, floatTensor } from "@linknet-kit/core";
import { describe, expect, test } from "vitest";
import { encodeOnnx } from "../encode/encodeOnnx.js";
import type { onnx } from "../onnxProto.js";
import { runOnnxRuntime } from "../runtime.test.fixture.js";
import { decodeOnnx } from "./decodeOnnx.js";
import { type HandWritten, attribute, bytesOf, ints, node, value } from "./proto.test.fixture.js";

/** Halves in no simple order, exact in every order of sums. */
function scrambled(...shape: readonly number[]): Tensor {
  const length = shape.reduce((product, side) => product * side, 1);
  return floatTensor(
    shape,
    Array.from({ length }, (_, index) => ((index * 37) % 11) / 2 - 2.5),
  );
}

const line = [2, 4, 9];
const volume = [1, 4, 5, 4, 6];

/** One node on x, and on a weight `w` where a shape of it is given. */
function modelOf(
  operator: string,
  x: readonly number[],
  attributes: readonly onnx.IAttributeProto[],
  weight?: readonly number[],
): HandWritten {
  const w = weight && {
    name: "w",
    dims: [...weight],
    dataType: 1,
    floatData: [...scrambled(...weight).data] as number[],
  };
  return {
    node: [node(operator, ["x", ...(w ? ["w"] : [])], ["y"], { attribute: [...attributes] })],
    input: [value("x", ...x)],
    output: [value("y", ...x.map((_, axis) => `side${axis}`))],
    initializer: w ? [w] : [],
  };
}

const pad = (mode: string) => attribute("STRING", "auto_pad", { s: new TextEncoder().encode(mode) });
const flag = (name: string, i: number) => attribute("INT", name, { i });

const models: readonly (readonly [string, HandWritten])[] = [
  ["Conv along lines, SAME_UPPER", modelOf("Conv", line, [pad("SAME_UPPER"), ints("strides", 2)], [3, 4, 4])],
  ["Conv along lines, SAME_LOWER", modelOf("Conv", line, [pad("SAME_LOWER"), ints("strides", 2)], [3, 4, 4])],
  [
    "Conv along lines, dilated and in groups",
    modelOf("Conv", line, [ints("dilations", 3), flag("group", 4)], [8, 1, 2]),
  ],
  [
    "Conv through volumes, another padding at each end",
    modelOf("Conv", volume, [ints("pads", 0, 1, 2, 1, 0, 3)], [2, 4, 2, 3, 4]),
  ],
  [
    "Conv through volumes, SAME_UPPER",
    modelOf("Conv", volume, [pad("SAME_UPPER"), ints("strides", 1, 2, 3)], [2, 4, 2, 3, 3]),
  ],
  ["Conv through volumes, VALID", modelOf("Conv", volume, [pad("VALID"), ints("strides", 2, 1, 1)], [2, 4, 2, 1, 3])],
  [
    "ConvTranspose along lines, by its length",
    modelOf("ConvTranspose", line, [ints("output_shape", 20), ints("strides", 2)], [4, 3, 3]),
  ],
  [
    "ConvTranspose along lines, SAME_UPPER",
    modelOf("ConvTranspose", line, [pad("SAME_UPPER"), ints("strides", 2)], [4, 3, 3]),
  ],
  [
    "ConvTranspose through volumes, in groups",
    modelOf(
      "ConvTranspose",
      volume,
      [flag("group", 2), ints("strides", 2, 1, 2), ints("output_padding", 1, 0, 0), ints("pads", 1, 0, 2, 0, 1, 1)],
      [4, 2, 3, 2, 3],
    ),
  ],
  [
    "Conv of single pixels far apart, SAME_UPPER",
    modelOf("Conv", line, [pad("SAME_UPPER"), ints("strides", 2)], [3, 4, 1]),
  ],
  [
    "MaxPool along lines, over the edge",
    modelOf("MaxPool", line, [ints("kernel_shape", 3), ints("strides", 2), ints("pads", 0, 1), flag("ceil_mode", 1)]),
  ],
  ["MaxPool along lines, dilated", modelOf("MaxPool", line, [ints("kernel_shape", 3), ints("dilations", 2)])],
  [
    "MaxPool through volumes, over the edge",
    modelOf("MaxPool", volume, [ints("kernel_shape", 2, 3, 2), ints("strides", 2, 2, 4), flag("ceil_mode", 1)]),
  ],
  [
    "MaxPool through volumes, SAME_LOWER",
    modelOf("MaxPool", volume, [ints("kernel_shape", 2, 2, 2), pad("SAME_LOWER")]),
  ],
];

test.each(models)("%s", async (_, parts) => {
  const bytes = bytesOf(parts);
  const sides = parts.input![0]!.type!.tensorType!.shape!.dim!.map(({ dimValue }) => Number(dimValue));
  const x = scrambled(...sides);
  const model = decodeOnnx(bytes);
  const expected = await runOnnxRuntime(bytes, { x });
  expect(evaluate(model, { x })).toEqual(expected);
  expect(await runOnnxRuntime(encodeOnnx(model), { x })).toEqual(expected);
});

describe("What is of another number of axes, or disputed, is refused", () => {
  const pool = ints("kernel_shape", 2, 2, 2);
  test.each([
    ["a weight", modelOf("Conv", line, [], [3, 4, 2, 2]), "Conv has no kernel_shape of 1 number"],
    ["strides", modelOf("Conv", volume, [ints("strides", 2, 2)], [2, 4, 1, 1, 1]), "Conv has no strides of 3 numbers"],
    ["pads", modelOf("MaxPool", volume, [pool, ints("pads", 1, 1, 1)]), "MaxPool has no pads of 6 numbers"],
    ["a kernel", modelOf("MaxPool", line, [pool]), "MaxPool has no kernel_shape of 1 number"],
    [
      "a size of the result",
      modelOf("ConvTranspose", volume, [ints("output_shape", 9, 9)], [4, 1, 1, 1, 1]),
      "ConvTranspose has no output_shape of 3 numbers",
    ],
    [
      "no axis to slide along",
      modelOf("MaxPool", [2, 3], [pool]),
      "expected N x C and spatial axes behind them, got 2x3",
    ],
    [
      "windows between which pixels are left out, and padding to the same size",
      modelOf("MaxPool", line, [ints("kernel_shape", 1), ints("strides", 3), pad("SAME_UPPER")]),
      "MaxPool has auto_pad SAME_UPPER and strides past its kernel, which means different things",
    ],
    [
      "dilated windows, and padding to the same size",
      modelOf("MaxPool", line, [ints("kernel_shape", 2), ints("dilations", 3), pad("SAME_LOWER")]),
      "MaxPool has auto_pad SAME_LOWER and dilations, which means different things",
    ],
    [
      "a negative padding",
      modelOf("Conv", line, [ints("pads", -1, 0)], [3, 4, 2]),
      'attribute "padding" is -1, expected an integer >= 0',
    ],
  ])("%s", (_, parts, problem) => {
    expect(() => decodeOnnx(bytesOf(parts))).toThrow(problem);
  });
});
