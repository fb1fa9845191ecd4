/** Operators as opsets before 7 had them, which ONNX Runtime no longer reads, and what is chosen by what is known: by numbers to check by hand. */
import { type Tensor, evaluate, floatTensor } from "@linknet-kit/core";
import { describe, expect, test } from "vitest";
import type { onnx } from "../onnxProto.js";
import { decodeOnnx } from "./decodeOnnx.js";
import { type HandWritten, attribute, bytesOf, integers, node, value } from "./proto.test.fixture.js";

const int = (name: string, i: number) => attribute("INT", name, { i });
const float = (name: string, f: number) => attribute("FLOAT", name, { f });
const row = (name: string, ...floatData: readonly number[]): onnx.ITensorProto => ({
  name,
  dims: [floatData.length],
  dataType: 1,
  floatData: [...floatData],
});

function y(opset: number, parts: HandWritten, x: Tensor): readonly number[] {
  const model = { opsetImport: [{ domain: "", version: opset }] };
  const input = [value("x", ...x.shape)];
  const output = parts.output ?? [{ name: "y", type: { tensorType: { elemType: 1 } } }];
  const given = evaluate(decodeOnnx(bytesOf({ input, ...parts, output, model })), { x });
  return Array.from(given["y"]!.data, Number);
}

const image = floatTensor([1, 2, 1, 2], [1, 2, 3, 4]);

describe("Before opset 7", () => {
  const sum = (...attributes: onnx.IAttributeProto[]) => [node("Add", ["x", "w"], ["y"], { attribute: attributes })];
  const initializer = [row("w", 10, 20)];

  test("the second operand stands where an axis says", () => {
    const onChannels = { node: sum(int("broadcast", 1), int("axis", 1)), initializer };
    for (const opset of [1, 6]) expect(y(opset, onChannels, image)).toEqual([11, 12, 23, 24]);
    expect(y(6, { node: sum(int("broadcast", 1)), initializer }, image)).toEqual([11, 22, 13, 24]);
    expect(y(6, { node: sum(int("broadcast", 1), int("axis", -1)), initializer }, image)).toEqual([11, 22, 13, 24]);
  });

  test("it is not stretched where nothing says so, nor to where it does not fit", () => {
    expect(() => y(6, { node: sum(), initializer }, image)).toThrow("and does not stretch");
    const far = { node: sum(int("broadcast", 1), int("axis", 4)), initializer };
    expect(() => y(6, far, image)).toThrow("has no axis 4");
    const long = [{ ...row("w", 1, 2, 3, 4), dims: [2, 2] }];
    const last = { node: sum(int("broadcast", 1), int("axis", 3)), initializer: long };
    expect(() => y(6, last, image)).toThrow("has no 2 axes from 3 on");
  });

  test("slopes in one row are those of the channels", () => {
    const bent = { node: [node("PRelu", ["x", "w"], ["y"])], initializer };
    const below = floatTensor([1, 2, 1, 2], [-1, 2, -3, -4]);
    expect(y(6, bent, below)).toEqual([-10, 2, -60, -80]);
  });

  test("a fully connected layer said whether its bias is stretched", () => {
    const weight = { ...row("v", 1, 0, 0, 1), dims: [2, 2] };
    const layer = [node("Gemm", ["x", "v", "w"], ["y"], { attribute: [int("broadcast", 1)] })];
    expect(y(6, { node: layer, initializer: [weight, ...initializer] }, floatTensor([1, 2], [3, 4]))).toEqual([13, 24]);
  });

  test("Dropout was training where it did not say that this is a test", () => {
    const dropped = (...attributes: onnx.IAttributeProto[]) => ({
      node: [node("Dropout", ["x"], ["y"], { attribute: attributes })],
    });
    expect(y(6, dropped(int("is_test", 1)), image)).toEqual([1, 2, 3, 4]);
    expect(() => y(6, dropped(), image)).toThrow("is in training mode");
  });
});

describe("The mask of Dropout", () => {
  test("has everything at inference: as truth values, or before opset 10 as numbers", () => {
    const masked = [
      node("Dropout", ["x"], ["d", "mask"]),
      node("Cast", ["mask"], ["y"], { attribute: [int("to", 1)] }),
    ];
    for (const opset of [9, 10, 17]) expect(y(opset, { node: masked }, image)).toEqual([1, 1, 1, 1]);
  });

  test("is there too where training drops nothing", () => {
    const truth = { name: "t", dims: [], dataType: 9, int32Data: [1] };
    const ratio = (rate: number) => ({ name: "r", dims: [], dataType: 1, floatData: [rate] });
    const masked = [node("Dropout", ["x", "r", "t"], ["d", "mask"]), node("Where", ["mask", "d", "x"], ["y"])];
    expect(y(17, { node: masked, initializer: [ratio(0), truth] }, image)).toEqual([1, 2, 3, 4]);
    expect(() => y(17, { node: masked, initializer: [ratio(0.5), truth] }, image)).toThrow("is in training mode");
  });
});

describe("What a known mask chooses", () => {
  const truths = (...holds: readonly number[]): onnx.ITensorProto => ({
    name: "c",
    dims: [holds.length],
    dataType: 9,
    int32Data: [...holds],
  });
  const compress = (...attributes: onnx.IAttributeProto[]) => [
    node("Compress", ["x", "c"], ["y"], { attribute: attributes }),
  ];

  test("is gathered along an axis, or of all elements in one row", () => {
    expect(y(11, { node: compress(int("axis", -3)), initializer: [truths(0, 1)] }, image)).toEqual([3, 4]);
    expect(y(11, { node: compress(), initializer: [truths(1, 0, 1)] }, image)).toEqual([1, 3]);
    expect(() => y(11, { node: compress(int("axis", 0)), initializer: [truths(0, 1)] }, image)).toThrow(
      "chooses more than there is",
    );
    const computed = [node("Greater", ["x", "x"], ["c"]), ...compress()];
    expect(() => y(11, { node: computed }, image)).toThrow("must be a constant");
  });

  test("has places that are known too", () => {
    const matrix = { ...integers("m", 0, 5, 7, 0, 0, 9), dims: [2, 3] };
    const places = [node("NonZero", ["m"], ["p"]), node("Cast", ["p"], ["f"], { attribute: [int("to", 1)] })];
    const nodes = [...places, node("Add", ["f", "x"], ["y"])];
    expect(y(13, { node: nodes, initializer: [matrix] }, floatTensor([1], [0]))).toEqual([0, 0, 1, 1, 2, 2]);
  });
});

test("What is near zero shrinks to it", () => {
  const shrunk = [node("Shrink", ["x"], ["y"], { attribute: [float("lambd", 1.5), float("bias", 0.5)] })];
  expect(y(9, { node: shrunk }, floatTensor([5], [-2, -1.5, 0, 1.5, 2]))).toEqual([-1.5, 0, 0, 0, 1.5]);
});
