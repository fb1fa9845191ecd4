/** Operators of ONNX Runtime's own between a quantised image and what is made of it, beside ONNX Runtime. */
import { evaluate, floatTensor, floats } from "@linknet-kit/core";
import { expect, test } from "vitest";
import { encodeOnnx } from "../encode/encodeOnnx.js";
import type { onnx } from "../onnxProto.js";
import { runOnnxRuntime } from "../runtime.test.fixture.js";
import { decodeOnnx } from "./decodeOnnx.js";
import { type HandWritten, attribute, bytesOf, ints, node, value } from "./proto.test.fixture.js";

const scale = (name: string, ...floatData: readonly number[]): onnx.ITensorProto => ({
  name,
  dims: floatData.length === 1 ? [] : [floatData.length],
  dataType: 1,
  floatData: [...floatData],
});
const whole = (name: string, dims: readonly number[], dataType: number, ...int32Data: readonly number[]) => ({
  name,
  dims: [...dims],
  dataType,
  int32Data: [...int32Data],
});
const int = (name: string, i: number) => attribute("INT", name, { i });

const image = floatTensor(
  [2, 3, 4, 5],
  Array.from({ length: 120 }, (_, index) => ((index * 37) % 101) / 8 - 5),
);

/** Of the result. */
const STEP = 0.043;
const parameters = [scale("xs", 0.05), scale("ys", STEP), whole("xz", [], 2, 100), whole("yz", [], 2, 90)];

/** An operator of the quantised image `q`, whose result `r` stands for floats again. */
function quantizedModel(operator: string, inputs: readonly string[], attributes: readonly onnx.IAttributeProto[]) {
  const parts: HandWritten = {
    node: [
      node("QuantizeLinear", ["x", "xs", "xz"], ["q"]),
      node("Flatten", ["q"], ["rows"]),
      node(operator, inputs, ["r"], { attribute: [...attributes], domain: "com.microsoft" }),
      node("DequantizeLinear", ["r", "ys", "yz"], ["y"]),
    ],
    input: [value("x", ...image.shape)],
    output: [value("y", ...Array.from({ length: operator === "QGemm" ? 2 : 4 }, (_, axis) => `side ${axis}`))],
    initializer: [
      ...parameters,
      scale("ws", 0.02, 0.01),
      whole("wz", [2], 2, 120, 9),
      whole("w", [2, 60], 2, ...Array.from({ length: 120 }, (_, index) => (index * 53) % 251)),
      whole("c", [2], 6, -900, 4000),
    ],
    model: { opsetImport: [{ version: 17 }, { domain: "com.microsoft", version: 1 }] },
  };
  return bytesOf(parts);
}

const one = ["q", "xs", "xz", "ys", "yz"];
const two = ["q", "xs", "xz", "q", "ys", "yz", "ys", "yz"];

test.each([
  { operator: "QLinearAdd", inputs: two, attributes: [] },
  { operator: "QLinearMul", inputs: two, attributes: [] },
  { operator: "QLinearSigmoid", inputs: one, attributes: [] },
  { operator: "QLinearLeakyRelu", inputs: one, attributes: [attribute("FLOAT", "alpha", { f: 0.25 })] },
  { operator: "QLinearSoftmax", inputs: one, attributes: [int("axis", 1), int("opset", 11)] },
  { operator: "QLinearSoftmax", inputs: one, attributes: [int("axis", 1), int("opset", 13)] },
  { operator: "QLinearGlobalAveragePool", inputs: one, attributes: [int("channels_last", 0)] },
  { operator: "QLinearAveragePool", inputs: one, attributes: [ints("kernel_shape", 2, 3), ints("pads", 1, 0, 0, 1)] },
  { operator: "QLinearConcat", inputs: ["ys", "yz", "q", "xs", "xz", "q", "ys", "yz"], attributes: [int("axis", 1)] },
  {
    operator: "QGemm",
    inputs: ["rows", "xs", "xz", "w", "ws", "wz", "c", "ys", "yz"],
    attributes: [int("transB", 1), attribute("FLOAT", "alpha", { f: 0.5 })],
  },
])("$operator is what ONNX Runtime makes of it, as it came and as it is written", async (each) => {
  const bytes = quantizedModel(each.operator, each.inputs, each.attributes);
  const model = decodeOnnx(bytes);
  const expected = await runOnnxRuntime(bytes, { x: image });
  const written = encodeOnnx(model);
  // ONNX Runtime's quantised Softmax adds up roundly.
  const tolerance = each.operator === "QLinearSoftmax" ? 1.01 * STEP : 0;
  for (const given of [
    evaluate(model, { x: image }),
    evaluate(decodeOnnx(written), { x: image }),
    await runOnnxRuntime(written, { x: image }),
  ]) {
    const errors = Array.from(floats(given["y"]!), (result, index) =>
      Math.abs(result - floats(expected["y"]!)[index]!),
    );
    expect(given["y"]!.shape).toEqual(expected["y"]!.shape);
    expect(Math.max(...errors)).toBeLessThanOrEqual(tolerance);
  }
});

test.each([
  { operator: "QLinearGlobalAveragePool", attributes: [int("channels_last", 1)], problem: /channels last/ },
  {
    operator: "QLinearAveragePool",
    attributes: [ints("kernel_shape", 2, 2), int("ceil_mode", 1), int("count_include_pad", 1)],
    problem: /reach over/,
  },
  { operator: "QLinearReduceMean", attributes: [], problem: /not supported/ },
])("$operator that is not understood is refused", ({ operator, attributes, problem }) => {
  expect(() => decodeOnnx(quantizedModel(operator, one, attributes))).toThrow(problem);
});
