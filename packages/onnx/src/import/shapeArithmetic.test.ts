/** What files say of shapes is known before they run, and leaves no node: beside ONNX Runtime on the file as it came. */
import { evaluate, floatTensor } from "@linknet-kit/core";
import { describe, expect, test } from "vitest";
import { encodeOnnx } from "../encode/encodeOnnx.js";
import { type onnx } from "../onnxProto.js";
import { runOnnxRuntime } from "../runtime.test.fixture.js";
import { decodeOnnx } from "./decodeOnnx.js";
import { attribute, bytesOf, integers, ints, node, value } from "./proto.test.fixture.js";

const SHAPE = [2, 3, 4];
const x = floatTensor(
  SHAPE,
  Array.from({ length: 24 }, (_, index) => index - 7),
);

const int = (name: string, i: number) => attribute("INT", name, { i });
const integer = (name: string, each: number): onnx.ITensorProto => ({ ...integers(name, each), dims: [] });

interface Case {
  readonly title: string;
  readonly opset?: number;
  readonly node: readonly onnx.INodeProto[];
  readonly initializer?: readonly onnx.ITensorProto[];
  /** Of `y`, and of further outputs by name. */
  readonly gives: Readonly<Record<string, readonly number[]>>;
  readonly leaves: readonly string[];
}

const cases: readonly Case[] = [
  {
    title: "Unsqueeze by an attribute",
    opset: 11,
    node: [node("Unsqueeze", ["x"], ["y"], { attribute: [ints("axes", 0, 4)] })],
    gives: { y: [1, 2, 3, 4, 1] },
    leaves: ["reshape"],
  },
  {
    title: "Unsqueeze by an input, from the end and in any order",
    node: [node("Unsqueeze", ["x", "axes"], ["y"])],
    initializer: [integers("axes", -1, 0)],
    gives: { y: [1, 2, 3, 4, 1] },
    leaves: ["reshape"],
  },
  {
    title: "Squeeze of what Unsqueeze added, all of it",
    node: [node("Unsqueeze", ["x", "axes"], ["h"]), node("Squeeze", ["h"], ["y"])],
    initializer: [integers("axes", 1, 3)],
    gives: { y: SHAPE },
    leaves: ["reshape", "reshape"],
  },
  {
    title: "Shape, Gather, Unsqueeze, Concat and Reshape, as PyTorch flattens",
    node: [
      node("Shape", ["x"], ["shape"]),
      node("Gather", ["shape", "zero"], ["batch"]),
      node("Unsqueeze", ["batch", "axes"], ["first"], { name: "first" }),
      node("Concat", ["first", "rest"], ["sides"], { attribute: [int("axis", 0)] }),
      node("Reshape", ["x", "sides"], ["y"]),
    ],
    initializer: [integer("zero", 0), integers("axes", 0), integers("rest", -1)],
    gives: { y: [2, 12] },
    leaves: ["reshape"],
  },
  {
    title: "the last sides alone",
    node: [
      node("Shape", ["x"], ["sides"], { attribute: [int("start", -2)] }),
      node("ConstantOfShape", ["sides"], ["zeros"]),
      node("Add", ["x", "zeros"], ["y"]),
    ],
    gives: { y: SHAPE },
    leaves: ["add"],
  },
  {
    title: "Split into equal parts by the number of outputs",
    node: [node("Split", ["x"], ["y", "z"], { attribute: [int("axis", -1)] })],
    gives: { y: [2, 3, 2], z: [2, 3, 2] },
    leaves: ["slice", "slice"],
  },
  {
    title: "Split by an attribute",
    opset: 11,
    node: [node("Split", ["x"], ["y", "z"], { attribute: [int("axis", 1), ints("split", 1, 2)] })],
    gives: { y: [2, 1, 4], z: [2, 2, 4] },
    leaves: ["slice", "slice"],
  },
  {
    title: "Split whose last part is smaller",
    opset: 18,
    node: [node("Split", ["x"], ["y", "z"], { attribute: [int("axis", 1), int("num_outputs", 2)] })],
    gives: { y: [2, 2, 4], z: [2, 1, 4] },
    leaves: ["slice", "slice"],
  },
  {
    title: "Gather by one index, from the end",
    node: [node("Gather", ["x", "last"], ["y"], { attribute: [int("axis", 1)] })],
    initializer: [integer("last", -1)],
    gives: { y: [2, 4] },
    leaves: ["slice", "reshape"],
  },
  {
    title: "Gather by several, some from the end",
    node: [node("Gather", ["x", "some"], ["y"], { attribute: [int("axis", -1)] })],
    initializer: [integers("some", 3, -4, 0)],
    gives: { y: [2, 3, 3] },
    leaves: ["gather"],
  },
  {
    title: "Expand to a shape of fewer axes, and sides of 1 that stay",
    node: [node("Unsqueeze", ["x", "axes"], ["h"]), node("Expand", ["h", "sides"], ["y"])],
    initializer: [integers("axes", 2), integers("sides", 3, 5, 1)],
    gives: { y: [2, 3, 5, 4] },
    leaves: ["reshape", "expand"],
  },
  {
    title: "Tile",
    node: [node("Tile", ["x", "times"], ["y"])],
    initializer: [integers("times", 1, 3, 2)],
    gives: { y: [2, 9, 8] },
    leaves: ["tile"],
  },
  {
    title: "Range, backwards too, and CastLike",
    node: [
      node("Range", ["high", "low", "step"], ["numbers"]),
      node("CastLike", ["numbers", "x"], ["row"]),
      node("Add", ["x", "row"], ["y"]),
    ],
    initializer: [integer("high", 7), integer("low", -1), integer("step", -2)],
    gives: { y: SHAPE },
    leaves: ["add"],
  },
  {
    title: "Size",
    node: [
      node("Size", ["x"], ["size"]),
      node("Unsqueeze", ["size", "axes"], ["sides"]),
      node("Reshape", ["x", "sides"], ["y"]),
    ],
    initializer: [integers("axes", 0)],
    gives: { y: [24] },
    leaves: ["reshape"],
  },
];

test.each(cases)("$title", async ({ opset = 17, node: nodes, initializer = [], gives, leaves }) => {
  const bytes = bytesOf({
    node: [...nodes],
    input: [value("x", ...SHAPE)],
    output: Object.entries(gives).map(([name, shape]) => value(name, ...shape)),
    initializer: [...initializer],
    model: { opsetImport: [{ domain: "", version: opset }] },
  });
  const model = decodeOnnx(bytes);
  expect(model.graph.nodes.map(({ op }) => op.name)).toEqual(leaves);
  const expected = await runOnnxRuntime(bytes, { x });
  expect(evaluate(model, { x })).toEqual(expected);
  expect(await runOnnxRuntime(encodeOnnx(model), { x })).toEqual(expected);
});

describe("is refused", () => {
  const one = (
    nodes: readonly onnx.INodeProto[],
    initializer: readonly onnx.ITensorProto[] = [],
    more: readonly onnx.IValueInfoProto[] = [],
  ) =>
    bytesOf({
      node: [...nodes],
      input: [value("x", ...SHAPE), ...more],
      output: [value("y", 1)],
      initializer: [...initializer],
    });

  test.each([
    {
      title: "an index outside",
      bytes: one([node("Gather", ["x", "i"], ["y"])], [integer("i", 2)]),
      says: "no index 2",
    },
    {
      title: "an axis that is longer than 1",
      bytes: one([node("Squeeze", ["x", "axes"], ["y"])], [integers("axes", 1)]),
      says: "takes axis 1 from 2x3x4",
    },
    {
      title: "an axis twice",
      bytes: one([node("Unsqueeze", ["x", "axes"], ["y"])], [integers("axes", 0, -5)]),
      says: "names an axis twice",
    },
    {
      title: "parts that do not add up",
      bytes: one([node("Split", ["x", "parts"], ["y", "z"])], [integers("parts", 1, 2)]),
      says: "does not part 2 into 2 by 1, 2",
    },
    {
      title: "a shape that does not stretch",
      bytes: one([node("Expand", ["x", "sides"], ["y"])], [integers("sides", 3, 1, 1)]),
      says: "2x3x4 does not stretch to 3x3x4",
    },
    {
      title: "a range without an end, before memory is taken for it",
      bytes: one([node("Range", ["a", "b", "c"], ["y"])], [integer("a", 0), integer("b", 2 ** 40), integer("c", 1)]),
      says: "Range has 1099511627776 numbers",
    },
    {
      title: "more values than any tensor has",
      bytes: one([node("ConstantOfShape", ["sides"], ["y"])], [integers("sides", 2 ** 20, 2 ** 20)]),
      says: "2147483647",
    },
  ])("$title", ({ bytes, says }) => {
    expect(() => decodeOnnx(bytes)).toThrow(says);
  });
});
