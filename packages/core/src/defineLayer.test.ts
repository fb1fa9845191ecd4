import { runInNewContext } from "node:vm";
import type { LinknetError } from "@linknet-kit/base";
import { describe, expect, test } from "vitest";
import { GraphBuilder, type SymbolicTensor, buildGraph } from "./builder.js";
import { InvalidCallError } from "./callErrors.js";
import { InvalidNodeError } from "./errors.js";
import { channelsOf, named, sequence, sizeOf } from "./layers.js";
import * as ops from "./ops/index.js";
import { add, batchNorm, concat, conv2d, maxPool2dWithIndices, relu } from "./ops/index.js";
import { layerFunctions } from "./ops/table.js";
import { float32, int64 } from "./tensor.js";

const shape = [1, 16, 16, 16] as const;
const input = () => new GraphBuilder("net").input("x", float32(...shape));

/** As users write it who have no types. */
const call = (given: unknown, ...values: readonly unknown[]): unknown =>
  (given as (...all: readonly unknown[]) => unknown)(...values);

function refusal(build: () => unknown): LinknetError {
  try {
    build();
  } catch (error) {
    return error as LinknetError;
  }
  throw new Error("it was not refused");
}

describe("Every function of the DSL", () => {
  test.each(layerFunctions.map(({ definition }) => [definition.example, definition] as const))(
    "%s is a call that works",
    (example, { name }) => {
      const builder = new GraphBuilder("net");
      const image = (each: string) => builder.input(each, float32(...shape));
      const scope = { x: image("x"), a: image("a"), b: image("b"), y: builder.input("y", float32(1, 16, 8, 8)) };
      const mask = (each: string) => builder.input(each, { dtype: "bool", shape });
      const values = {
        ...Object.fromEntries(layerFunctions.map((each) => [each.definition.name, each])),
        ...scope,
        indices: builder.input("indices", int64(1, 16, 8, 8)),
        updates: builder.input("updates", float32(1, 16, 8, 8)),
        bits: builder.input("bits", { dtype: "uint8", shape: [2, 3] }),
        shifts: builder.input("shifts", { dtype: "uint8", shape: [3] }),
        tuples: builder.input("tuples", int64(2, 3)),
        parts: builder.input("parts", float32(2, 16)),
        rows: builder.input("rows", float32(2, 8)),
        scale: builder.input("scale", float32()),
        zeroPoint: builder.input("zeroPoint", { dtype: "uint8", shape: [] }),
        quantized: builder.input("quantized", { dtype: "uint8", shape }),
        condition: mask("condition"),
        mask: mask("mask"),
        other: mask("other"),
      };
      const graph = builder.build({ result: runInNewContext(example, values) as SymbolicTensor });
      expect(graph.nodes).toHaveLength(1);
      expect(example.startsWith(`${name}(`)).toBe(true);
    },
  );

  test.each(layerFunctions.map((each) => [each.definition.name, each] as const))(
    "%s called with a tensor in the place of its attributes says how it is called",
    (name, layerFunction) => {
      for (const values of [[input()], [input(), {}], [{}, input()], [input(), input()]]) {
        const error = refusal(() => call(layerFunction, ...values));
        expect(error).toBeInstanceOf(InvalidCallError);
        expect(error.message).toBe(`${name} takes its attributes first, and gives a layer that takes tensors`);
        expect(error.hint).toContain(layerFunction.definition.example);
      }
    },
  );
});

describe("What is called wrong is said in words", () => {
  test.each<[string, () => unknown, string]>([
    ["a list of tensors", () => call(concat(), [input(), input()]), "concat got a list as tensor 1"],
    ["a list as attributes", () => call(concat, [1, 2]), "concat takes its attributes in one object"],
    ["a number as attributes", () => call(conv2d, 8), "conv2d takes its attributes in one object"],
    ["two objects", () => call(conv2d, { filters: 1 }, { kernel: 1 }), "conv2d takes its attributes in one object"],
    ["a layer that nobody called", () => call(add(), input(), relu()), "add got a layer as b, expected a tensor"],
    [
      "what a pool gives",
      () => call(relu(), maxPool2dWithIndices({ kernel: 2, stride: 2 })(input())),
      "relu got { y, indices } as x",
    ],
    ["nothing", () => call(relu(), undefined), "relu got nothing as x, expected a tensor"],
    ["null", () => call(batchNorm(), null), "batchNorm got null as x, expected a tensor"],
    ["a number", () => call(relu(), 3), "relu got the number 3 as x, expected a tensor"],
    ["no tensor", () => call(concat()), "concat got 0 tensors, expected one tensor or more"],
    ["one tensor of two", () => call(add(), input()), "add got 1 tensors, expected 2 (a, b)"],
    ["more tensors than it reads", () => call(relu(), input(), input()), "relu got 2 tensors, expected 1 (x)"],
    [
      "a function in a sequence",
      () => sequence(relu as never)(input()),
      "layer 1 of a sequence is relu without its attributes",
    ],
    ["a tensor in a sequence", () => sequence(input() as never), "layer 1 of a sequence is a tensor, expected a layer"],
    ["nothing in a sequence", () => sequence(relu(), undefined as never), "layer 2 of a sequence is undefined"],
    [
      "a layer without a return",
      () => sequence(relu(), (() => {}) as never)(input()),
      "layer 2 of a sequence gave nothing",
    ],
    [
      "a named layer without one",
      () => named("block", (() => {}) as never)(input()),
      'the layer named "block" gave nothing',
    ],
    ["a promise", () => sequence((async () => {}) as never)(input()), "layer 1 of a sequence gave a promise"],
    [
      "a network without one",
      () => buildGraph("net", { name: "x", type: float32(1) }, (() => {}) as never, "y"),
      'the network "net" gave nothing',
    ],
    ["channels of nothing", () => channelsOf(undefined as never), "channelsOf got nothing as x"],
    ["the size of a layer", () => sizeOf(relu() as never), "sizeOf got a layer as x"],
  ])("%s", (_, build, message) => {
    const error = refusal(build);
    expect(error).toBeInstanceOf(InvalidCallError);
    expect(error.message).toContain(message);
  });

  test("an attribute that is not there, by the nearest that is, and one that is missing", () => {
    const error = refusal(() => call(conv2d, { filter: 8, kernel: 3 }));
    expect(error.message).toBe(
      'conv2d: there is no attribute "filter"; there are filters, kernel, stride, padding, dilation, groups, bias',
    );
    expect(error.hint).toBe('did you mean "filters"?');
    expect(refusal(() => call(conv2d, { filters: 8 })).message).toBe(
      'conv2d: attribute "kernel" is undefined, expected an integer >= 1',
    );
    expect(refusal(() => call(conv2d, { filters: 8, kernel: 1, padding: { top: 1 } })).message).toBe(
      'conv2d: attribute "padding.left" is undefined, expected an integer >= 0',
    );
    expect(refusal(() => call(conv2d, { filters: 8, kernel: 1, bias: "no" })).message).toContain(
      "expected true or false",
    );
  });

  test("a tensor that was kept from another graph, though it has the name of one of this", () => {
    const kept = relu()(input());
    const x = input();
    relu()(x);
    const error = refusal(() => add()(x, kept));
    expect(error).toBeInstanceOf(InvalidNodeError);
    expect(error.message).toBe('add: "relu" is a tensor of another graph');
  });
});

test("A convolution without bias has none, and a transposed one too", () => {
  const builder = new GraphBuilder("net");
  const x = builder.input("x", float32(1, 4, 8, 8));
  const y = ops.convTranspose2d({ filters: 6, kernel: [2, 3], stride: 2, groups: 2, bias: false })(
    conv2d({ filters: 4, kernel: [1, 3], bias: false })(x),
  );
  const { parameters } = builder.build({ y });
  expect(parameters.map(({ name, type }) => [name, type.shape])).toEqual([
    ["conv2d/weight", [4, 4, 1, 3]],
    ["convTranspose2d/weight", [4, 3, 2, 3]],
  ]);
});
