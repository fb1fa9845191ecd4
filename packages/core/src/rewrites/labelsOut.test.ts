import { describe, expect, test } from "vitest";
import { GraphBuilder, type Layer } from "../builder.js";
import { evaluate } from "../evaluate.js";
import { sequence } from "../layers.js";
import {
  conv2d,
  convTranspose2d,
  depthToSpace,
  identity,
  logSoftmax,
  relu,
  sigmoid,
  slice,
  softmax,
} from "../ops/index.js";
import { smallIntegers } from "../ops/convolution.test.fixture.js";
import { type Tensor, float32, floatTensor, floats } from "../tensor.js";
import { type Model, givenWeights } from "../weights.js";
import { argMaxBeforeInterleave } from "./argMaxBeforeInterleave.js";
import { argMaxBeforeReshapes } from "./argMaxBeforeReshapes.js";
import { argMaxByComparisons } from "./argMaxByComparisons.js";
import { argMaxChannelsLast } from "./argMaxChannelsLast.js";
import { argMaxOfLogits } from "./argMaxOfLogits.js";
import { channelsLast } from "./channelsLast.js";
import { convTransposeByPhases } from "./convTransposeByPhases.js";
import { opsOf, rewritten } from "./equivalence.test.fixture.js";
import { type LabelsOptions, labelsOut } from "./labelsOut.js";
import type { Rewrite } from "./rewrite.js";
import { toFloat16 } from "./toFloat16.js";

/** Weights are few whole numbers, so that classes are often equal and sums are exact in any order. */
function modelOf(layer: Layer, shape: readonly number[] = [2, 3, 4, 5]): Model {
  const builder = new GraphBuilder("net");
  const graph = builder.build({ logits: layer(builder.input("x", float32(...shape))) });
  const tensors = graph.parameters.map(({ name, type }, index) => [name, smallIntegers(index, ...type.shape)] as const);
  return { graph, weights: givenWeights(new Map<string, Tensor>(tensors)) };
}

/** For each pixel the first channel that no other exceeds. */
function labelsByHand(logits: Tensor): readonly number[] {
  const [batch = 1, classes = 1, ...sides] = logits.shape;
  const pixels = sides.reduce((product, side) => product * side, 1);
  const numbers = floats(logits);
  return Array.from({ length: batch * pixels }, (_, index) => {
    const first = Math.floor(index / pixels) * classes * pixels + (index % pixels);
    const each = Array.from({ length: classes }, (__, place) => numbers[first + place * pixels]!);
    return each.findIndex((value) => each.every((other) => !(other > value)));
  });
}

const bytes: LabelsOptions = { narrowest: "uint8" };

/** The ops of the model that gives labels, once these are held to the numbers that it gave before. */
function opsOfLabels(model: Model, ...rewrites: readonly Rewrite[]): readonly string[] {
  const [input] = model.graph.inputs;
  const x = smallIntegers(9, ...input!.type.shape);
  const { logits } = evaluate(model, { x });
  const changed = rewritten(labelsOut(bytes).run(model), ...rewrites);
  const { labels } = evaluate(changed, { x });
  expect(labels!.shape).toEqual(logits!.shape.toSpliced(1, 1));
  expect(Array.from(labels!.data, Number)).toEqual(labelsByHand(logits!));
  return opsOf(changed.graph);
}

describe("Labels", () => {
  const given = (options: LabelsOptions, ...shape: number[]) => {
    const builder = new GraphBuilder("net");
    const graph = builder.build({ y: identity()(builder.input("x", float32(...shape))) });
    return labelsOut(options).run({ graph, weights: givenWeights(new Map()) });
  };

  test("are the place of the largest number, the first of equals; what is no number is never larger", () => {
    const x = floatTensor([1, 3, 1, 5], [1, 7, 0, Number.NaN, 1, 2, 7, -0, 5, Number.NaN, 3, 6, 0, 5, 2]);
    expect(evaluate(given(bytes, 1, 3, 1, 5), { x })).toEqual({
      labels: { dtype: "uint8", shape: [1, 1, 5], data: Uint8Array.of(2, 0, 0, 0, 2) },
    });
  });

  test.each([
    ["bytes for up to 256 classes", "uint8", 256, "uint8"],
    ["integers of 32 bits for more", "uint8", 257, "int32"],
    ["of the type that a target takes", "int32", 2, "int32"],
    ["of the type that a target takes", "int64", 2, "int64"],
  ] as const)("are %s", (_, narrowest, classes, dtype) => {
    const [output] = given({ narrowest }, 2, classes).graph.outputs;
    expect(output).toEqual({ name: "labels", type: { dtype, shape: [2] } });
  });

  test("of several outputs are called as these", () => {
    const builder = new GraphBuilder("net");
    const x = builder.input("x", float32(1, 2, 3, 4));
    const graph = builder.build({ out: relu()(x), aux: sigmoid()(x) });
    const { outputs } = labelsOut(bytes).run({ graph, weights: givenWeights(new Map()) }).graph;
    expect(outputs.map(({ name }) => name)).toEqual(["out/labels", "aux/labels"]);
  });

  test("are not there where nothing tells classes apart, in words", () => {
    expect(() => given(bytes, 5)).toThrow('"y", float32[5], gives no labels: it has no axis of classes');
    expect(() => given(bytes, 1, 1, 4, 4)).toThrow("its second axis, that of classes, has fewer than two of them");
  });

  test("are not found twice", () => {
    expect(() => labelsOut(bytes).run(given(bytes, 1, 3, 4, 4))).toThrow(
      '"labels", uint8[1x4x4], gives no labels: it holds',
    );
  });
});

describe("Before an arg-max", () => {
  test("softmax goes, and what hands on what it is given", () => {
    const layer = sequence(
      conv2d({ filters: 4, kernel: 1 }),
      softmax({ axes: 1 }),
      identity(),
      logSoftmax({ axes: 1 }),
    );
    expect(opsOfLabels(modelOf(layer), argMaxOfLogits)).toEqual(["conv", "argMax", "cast"]);
  });

  test("sigmoid stays, which makes large numbers equal, and softmax over pixels", () => {
    const layer = sequence(conv2d({ filters: 4, kernel: 1 }), sigmoid(), softmax({ axes: [2, 3] }));
    expect(opsOfLabels(modelOf(layer), argMaxOfLogits)).toEqual(["conv", "sigmoid", "softmax", "argMax", "cast"]);
  });
});

const INTERLEAVED = ["conv", "reshape", "argMax", "cast", "depthToSpace", "cast", "reshape"];

describe("Labels are interleaved in place of numbers", () => {
  test("of a transposed convolution whose phases are even", () => {
    const layer = convTranspose2d({ filters: 5, kernel: 2, stride: 2 });
    expect(opsOfLabels(modelOf(layer), argMaxBeforeInterleave)).toEqual(INTERLEAVED);
  });

  test("of one that is cropped", () => {
    const layer = convTranspose2d({
      filters: 5,
      kernel: 4,
      stride: [4, 2],
      padding: { top: 0, left: 0, bottom: 1, right: 1 },
    });
    expect(opsOfLabels(modelOf(layer), argMaxBeforeInterleave)).toEqual([...INTERLEAVED, "slice"]);
  });

  test.each(["DCR", "CRD"] as const)("of channels in order %s", (order) => {
    const layer = sequence(conv2d({ filters: 18, kernel: 1 }), depthToSpace({ block: [3, 2], order }));
    expect(opsOfLabels(modelOf(layer), argMaxBeforeInterleave)).toEqual(INTERLEAVED);
  });

  test("but not where phases would multiply by zeros, or a slice cuts classes", () => {
    const uneven = convTranspose2d({ filters: 5, kernel: 3, stride: 2, padding: 1 });
    expect(opsOfLabels(modelOf(uneven), argMaxBeforeInterleave)).toEqual(["convTranspose", "argMax", "cast"]);
    const cut = slice({ start: [0, 1, 0, 0], end: [2, 3, 4, 5], step: [1, 1, 1, 1] });
    expect(opsOfLabels(modelOf(cut), argMaxBeforeInterleave)).toEqual(["slice", "argMax", "cast"]);
  });
});

describe("Classes are put side by side", () => {
  test.each([
    ["of an image", [2, 3, 4, 5], conv2d({ filters: 5, kernel: 1 }), ["conv", "transpose", "argMax", "cast"]],
    [
      "of channels first in blocks",
      [2, 18, 4, 5],
      depthToSpace({ block: [3, 2], order: "CRD" }),
      ["depthToSpace", "transpose", "argMax", "cast"],
    ],
    ["of anything else but rows", [2, 3, 20], relu(), ["relu", "transpose", "argMax", "cast"]],
    ["of rows not", [2, 3], relu(), ["relu", "argMax", "cast"]],
  ] as const)("%s", (_, shape, layer, ops) => {
    expect(opsOfLabels(modelOf(layer, shape), argMaxChannelsLast)).toEqual(ops);
  });

  test("before labels are interleaved and cut", () => {
    const rows = ["conv", "transpose", "reshape", "argMax", "cast", "reshape", "transpose", "reshape"];
    const even = convTranspose2d({ filters: 5, kernel: 2, stride: 2 });
    expect(opsOfLabels(modelOf(even), argMaxChannelsLast)).toEqual(rows);
    const cropped = convTranspose2d({
      filters: 5,
      kernel: [4, 2],
      stride: [4, 2],
      padding: { top: 0, left: 0, bottom: 1, right: 1 },
    });
    expect(opsOfLabels(modelOf(cropped), argMaxChannelsLast)).toEqual([...rows, "slice"]);
  });
});

describe("Classes are compared one after the other", () => {
  const layer = convTranspose2d({ filters: 3, kernel: 2, stride: 2 });
  const large = modelOf(layer, [1, 2, 33, 32]);
  const compared = ["slice", "slice", "greater", "where", "where", "slice", "greater", "where", "reshape"];

  test("over many pixels", () => {
    expect(opsOfLabels(large, argMaxByComparisons)).toEqual(["convTranspose", ...compared]);
    expect(
      opsOfLabels(large, argMaxBeforeInterleave, argMaxByComparisons).filter((op) => op === "greater"),
    ).toHaveLength(2);
  });

  test("but not over few, or along the last axis, where they stand side by side", () => {
    expect(opsOfLabels(modelOf(layer), argMaxByComparisons)).toEqual(["convTranspose", "argMax", "cast"]);
  });

  test("in 32 bits where they are of 16", () => {
    const half = toFloat16({ keepIoTypes: false }).run(large);
    const ops = opsOf(rewritten(labelsOut(bytes).run(half), argMaxByComparisons).graph);
    expect(ops).toEqual(["convTranspose", "cast", ...compared]);
  });

  test("what is no number is never larger there, either", () => {
    const builder = new GraphBuilder("net");
    const graph = builder.build({ logits: identity()(builder.input("x", float32(1, 3, 4096))) });
    const model = labelsOut(bytes).run({ graph, weights: givenWeights(new Map()) });
    const x = floatTensor(
      [1, 3, 4096],
      Array.from(
        { length: 3 * 4096 },
        (_, index) => [1, Number.NaN, 2, -1, Number.POSITIVE_INFINITY, 1][(index * 7) % 6]!,
      ),
    );
    expect(evaluate(rewritten(model, argMaxByComparisons), { x })).toEqual(evaluate(model, { x }));
  });
});

describe("With channels last", () => {
  const lower = [convTransposeByPhases, channelsLast, argMaxBeforeReshapes];
  const plain: LabelsOptions = { narrowest: "int64" };

  test.each([
    ["an interleave", 2, []],
    ["one that is cropped", 3, ["slice"]],
  ] as const)("labels go through %s", (_, kernel, more) => {
    const model = modelOf(convTranspose2d({ filters: 5, kernel, stride: 2 }));
    const x = smallIntegers(9, 2, 3, 4, 5);
    const labelled = labelsOut(plain).run(model);
    const changed = lower.reduce((current, rewrite) => rewrite.run(current), labelled);
    const moved = ["reshape", "argMax", "reshape", "reshape", "transpose", "reshape"];
    expect(opsOf(changed.graph)).toEqual(["convChannelsLast", ...moved, ...more, "reshape"]);
    const image = floatTensor([2, 4, 5, 3], inChannelsLast(x));
    expect(evaluate(changed, { x: image })).toEqual(evaluate(labelled, { x }));
  });
});

/** Of 2 x 3 x 4 x 5. */
function inChannelsLast(x: Tensor): readonly number[] {
  const numbers = floats(x);
  return Array.from({ length: 120 }, (_, index) => {
    const [image, pixel, channel] = [Math.floor(index / 60), Math.floor((index % 60) / 3), index % 3];
    return numbers[image * 60 + channel * 20 + pixel]!;
  });
}
