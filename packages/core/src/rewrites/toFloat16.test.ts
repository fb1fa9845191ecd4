import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { GraphBuilder } from "../builder.js";
import { caseModels } from "../cases.js";
import { countCost } from "../cost.js";
import { evaluate } from "../evaluate.js";
import { decodeFloat16, roundToFloat16 } from "../float16.js";
import { type Graph, outputValues } from "../graph.js";
import { named, sequence } from "../layers.js";
import { add, batchNorm, cast, conv2d, maxPool2dWithIndices, maxUnpool2d, relu } from "../ops/index.js";
import { castOp } from "../ops/cast.js";
import { printGraph } from "../print.js";
import { castTensor, float32, floatTensor, floats } from "../tensor.js";
import { type Model, givenWeights, scrambledWeights } from "../weights.js";
import { type Float16Conversion, Float16OverflowError } from "./halvedTensor.js";
import { toFloat16 } from "./toFloat16.js";
import { foldIntoConvolutions } from "./foldIntoConvolutions.js";
import { toFloat32 } from "./toFloat32.js";
import { rewritten } from "./equivalence.test.fixture.js";

/** `x` -> conv -> relu -> `y`, one pixel of one channel, with the weight and the bias given. */
function pixelModel(weight: number, bias: number): Model {
  const builder = new GraphBuilder("pixel");
  const x = builder.input("x", float32(1, 1, 1, 1));
  const graph = builder.build({ y: sequence(named("a", conv2d({ filters: 1, kernel: 1 })), relu())(x) });
  const tensors = { "a/conv2d/weight": floatTensor([1, 1, 1, 1], [weight]), "a/conv2d/bias": floatTensor([1], [bias]) };
  return { graph, weights: givenWeights(new Map(Object.entries(tensors))) };
}

function unpoolingGraph(): Graph {
  const builder = new GraphBuilder("unpooling");
  const x = builder.input("x", float32(1, 2, 4, 4));
  const rectified = named("a", sequence(conv2d({ filters: 3, kernel: 3, padding: 1 }), batchNorm(), relu()))(x);
  const { y, indices } = maxPool2dWithIndices({ kernel: 2, stride: 2 })(rectified);
  return builder.build({
    y: add()(rectified, maxUnpool2d({ kernel: 2, stride: 2, size: [4, 4] })(y, indices)),
    rectified,
  });
}

test("Everything inside is float16; the graph's inputs and outputs keep their names and types", () => {
  const { inputs, parameters, nodes, outputs } = rewritten(pixelModel(1, 0), toFloat16()).graph;
  const values = [...inputs, ...parameters, ...nodes.flatMap(outputValues)];
  expect(values.map(({ name, type }) => `${type.dtype} ${name}`)).toEqual([
    "float32 x",
    "float16 a/conv2d/weight",
    "float16 a/conv2d/bias",
    "float16 x/cast",
    "float16 a/conv2d",
    "float16 y/float16",
    "float32 y",
  ]);
  expect(nodes.map(({ op }) => op.name)).toEqual(["cast", "conv", "relu", "cast"]);
  expect(outputs.map(({ name }) => name)).toEqual(["y"]);
});

test("Inputs and outputs are float16 too where they need not stay", () => {
  const { graph } = rewritten(pixelModel(1, 0), toFloat16({ keepIoTypes: false }));
  expect(graph.nodes.map(({ op }) => op.name)).toEqual(["conv", "relu"]);
  expect([...graph.inputs, ...graph.outputs]).toEqual([
    { name: "x", type: { dtype: "float16", shape: [1, 1, 1, 1] } },
    { name: "y", type: { dtype: "float16", shape: [1, 1, 1, 1] } },
  ]);
});

test("The reference rounds weights, inputs and the result of every op", () => {
  // 0.1 and 0.3 in float16; their product, and the sum with the bias, are rounded once: one op makes both.
  const [x, weight, bias] = [0.1, 0.3, 1 / 3].map(roundToFloat16) as [number, number, number];
  const { y } = evaluate(rewritten(pixelModel(0.3, 1 / 3), toFloat16()), { x: floatTensor([1, 1, 1, 1], [0.1]) });
  expect(floats(y!)[0]).toBe(roundToFloat16(x * weight + bias));
  expect(floats(y!)[0]).not.toBe(Math.fround(0.1 * 0.3 + 1 / 3));
});

test("Positions of maxima stay whole numbers, and outputs stay near those of float32", () => {
  const graph = unpoolingGraph();
  const model = { graph, weights: scrambledWeights(graph, 3) };
  const half = rewritten(model, toFloat16());
  const types = half.graph.nodes.flatMap(({ outputs }) => outputs["indices"]?.type.dtype ?? []);
  expect(types).toEqual(["int64"]);
  const x = floatTensor(
    [1, 2, 4, 4],
    Array.from({ length: 32 }, (_, index) => Math.sin(index)),
  );
  const [given, expected] = [evaluate(half, { x }), evaluate(model, { x })];
  expect(Object.keys(given)).toEqual(["y", "rectified"]);
  for (const name of ["y", "rectified"]) {
    const wanted = floats(expected[name]!);
    floats(given[name]!).forEach((value, index) => expect(value).toBeCloseTo(wanted[index]!, 2));
  }
});

test("A model that is float16 inside already stays as it is", () => {
  const half = rewritten(pixelModel(0.3, 1), toFloat16());
  expect(printGraph(rewritten(half, toFloat16()).graph)).toBe(printGraph(half.graph));
  const x = floatTensor([1, 1, 1, 1], [0.1]);
  expect(evaluate(rewritten(half, toFloat16()), { x })).toEqual(evaluate(half, { x }));
});

test.each([
  ["float32 outside", {}],
  ["float16 outside too", { keepIoTypes: false }],
])("A weight that is an output too, and an input that is cast to one, keep their names: %s", (_, options) => {
  const builder = new GraphBuilder("handed on");
  const x = builder.input("x", { dtype: "float16", shape: [2] });
  const w = builder.parameter("w", { type: float32(2), initial: { kind: "given" } });
  const model = {
    graph: builder.build({ sum: add()(cast({ to: "float32" })(x), w), w, half: cast({ to: "float16" })(w) }),
    weights: givenWeights(new Map([["w", floatTensor([2], [0.5, 1 / 3])]])),
  };
  const inputs = { x: castTensor(floatTensor([2], [0.25, 4]), "float16") };
  const half = evaluate(rewritten(model, toFloat16(options)), inputs);
  const third = roundToFloat16(1 / 3);
  const numbers = (name: string) => Array.from(castTensor(half[name]!, "float32").data);
  expect(numbers("w")).toEqual([0.5, third]);
  expect(numbers("half")).toEqual([0.5, third]);
  expect(numbers("sum")).toEqual([0.75, roundToFloat16(4 + third)]);
});

test("Outputs that are nothing but casts keep their names", () => {
  const builder = new GraphBuilder("casts");
  const x = builder.input("x", float32(2));
  const graph = builder.build({ a: cast({ to: "float16" })(x), b: cast({ to: "float32" })(x) });
  const model = { graph, weights: givenWeights(new Map()) };
  const typesOf = ({ graph: { outputs } }: Model) => outputs.map(({ name, type }) => `${name} ${type.dtype}`);
  expect(typesOf(rewritten(model, toFloat16()))).toEqual(["a float16", "b float32"]);
  expect(typesOf(rewritten(model, toFloat16({ keepIoTypes: false })))).toEqual(["a float16", "b float16"]);
});

test("What a network costs stays the same, but for half the bytes and the casts", () => {
  const graph = unpoolingGraph();
  const { graph: half } = rewritten({ graph, weights: scrambledWeights(graph, 3) }, toFloat16());
  const [before, after] = [countCost(graph), countCost(half)];
  expect([after.parameters, after.statistics, after.macs]).toEqual([before.parameters, before.statistics, before.macs]);
  expect(after.flops).toEqual(before.flops);
  expect(after.weightBytes).toBe(before.weightBytes / 2);
  expect(half.nodes.filter(({ op }) => op === castOp)).toHaveLength(3);
});

describe("A weight that float16 cannot hold", () => {
  const weightOf = ({ graph, weights }: Model) => weights.get(graph.parameters[0]!);

  test("is an error with its name and value, when it is asked for", () => {
    const model = rewritten(pixelModel(-65520, 0), toFloat16());
    expect(() => weightOf(model)).toThrow(Float16OverflowError);
    expect(() => weightOf(model)).toThrow('weight "a/conv2d/weight" has -65520, and float16 ends at 65504');
  });

  test("is not one that rounds to the largest, nor one that was infinite before", () => {
    const half = (value: number) =>
      decodeFloat16(weightOf(rewritten(pixelModel(value, 0), toFloat16())).data as Uint16Array)[0];
    expect([65519, -65519, Infinity].map(half)).toEqual([65504, -65504, Infinity]);
  });
});

describe("A weight that is too small for float16", () => {
  test("becomes zero, and is counted under its name whenever it is converted", () => {
    const conversions: Float16Conversion[] = [];
    const tiny = 2 ** -25;
    const { graph, weights } = rewritten(
      pixelModel(tiny, 0),
      toFloat16({ onConvert: (each) => conversions.push(each) }),
    );
    const [weight, bias] = graph.parameters;
    expect(decodeFloat16(weights.get(weight!).data as Uint16Array)).toEqual(Float32Array.of(0));
    weights.get(bias!);
    expect(conversions).toEqual([
      { tensor: "a/conv2d/weight", values: 1, underflows: 1 },
      { tensor: "a/conv2d/bias", values: 1, underflows: 0 },
    ]);
  });

  test("is any that rounds to zero, of either sign, and no other", () => {
    const underflowsOf = (value: number): number => {
      let underflows = 0;
      const onConvert = (conversion: Float16Conversion): void => void (underflows = conversion.underflows);
      const { graph, weights } = rewritten(pixelModel(value, 0), toFloat16({ onConvert }));
      weights.get(graph.parameters[0]!);
      return underflows;
    };
    const values = fc.oneof(
      fc.float({ min: -(2 ** -23), max: 2 ** -23, noNaN: true }),
      fc.float({ min: -60000, max: 60000 }),
    );
    fc.assert(
      fc.property(values, (value) => {
        const isLost = value !== 0 && roundToFloat16(value) === 0;
        expect(underflowsOf(value)).toBe(isLost ? 1 : 0);
      }),
    );
  });
});

describe("toFloat32 is the way back", () => {
  const x = { x: floatTensor([1, 1, 1, 1], [0.1]) };

  test.each([true, false])("from inputs and outputs that stayed what they were: %s", (keepIoTypes) => {
    // Values that float16 has, and a product that it has too: nothing is rounded on the way.
    const model = pixelModel(0.5, 0.25);
    const wide = rewritten(rewritten(model, toFloat16({ keepIoTypes })), toFloat32);
    expect(printGraph(wide.graph)).toBe(printGraph(model.graph));
    expect(evaluate(wide, x)).toEqual(evaluate(model, x));
  });

  test("with the values that the weights had in float16, and without rounding what is computed", () => {
    const wide = rewritten(rewritten(pixelModel(0.3, 1 / 3), toFloat16()), toFloat32);
    // The nearest of float16 to 0.3 and to a third.
    expect(floats(evaluate(wide, x)["y"]!)[0]).toBe(Math.fround(Math.fround(0.1) * 0.300048828125 + 0.333251953125));
  });

  test("and leaves a model of float32 alone", () => {
    const model = pixelModel(1, 0);
    expect(rewritten(model, toFloat32)).toBe(model);
  });
});

test("Batch norms of a float16 model are folded in float16", () => {
  const builder = new GraphBuilder("normed");
  const x = builder.input("x", float32(1, 2, 3, 3));
  const graph = builder.build({ y: sequence(conv2d({ filters: 3, kernel: 3, bias: false }), batchNorm())(x) });
  const half = rewritten({ graph, weights: scrambledWeights(graph, 5) }, toFloat16());
  const folded = rewritten(half, foldIntoConvolutions);
  expect(folded.graph.parameters.map(({ type }) => type.dtype)).toEqual(["float16", "float16"]);
  const given = {
    x: floatTensor(
      [1, 2, 3, 3],
      Array.from({ length: 18 }, (_, index) => Math.sin(index)),
    ),
  };
  const [before, after] = [half, folded].map((model) => floats(evaluate(model, given)["y"]!));
  // Weights and sums are rounded elsewhere now: a few steps of float16 at values of about one.
  before!.forEach((value, index) => expect(after![index]).toBeCloseTo(value, 2));
});

test("Casts to whole numbers and back stay, there and on the way back", () => {
  const builder = new GraphBuilder("whole");
  const x = builder.input("x", float32(3));
  const graph = builder.build({ y: relu()(cast({ to: "float32" })(cast({ to: "int32" })(x))) });
  const model = { graph, weights: givenWeights(new Map()) };
  const given = { x: floatTensor([3], [-1.5, 1.5, 2.25]) };
  const half = rewritten(model, toFloat16());
  const wide = rewritten(half, toFloat32);
  expect(printGraph(wide.graph)).toBe(printGraph(graph));
  for (const each of [half, wide]) expect([...floats(evaluate(each, given)["y"]!)]).toEqual([0, 1, 2]);
});

test("What is dequantised is computed in floats, and given as a half", () => {
  for (const { model, inputs } of caseModels.filter(({ op }) => op.name === "dequantizeLinear")) {
    const halves = toFloat16({ keepIoTypes: false }).run(model);
    const [given, expected] = [halves, model].map((each) => evaluate(each, inputs)["y"]!);
    expect(given).toEqual(castTensor(expected!, "float16"));
  }
});
