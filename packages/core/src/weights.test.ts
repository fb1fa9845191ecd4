import { describe, expect, test } from "vitest";
import { GraphBuilder, buildGraph } from "./builder.js";
import type { Graph, Parameter } from "./graph.js";
import { heNormal } from "./initializer.js";
import { named, sequence } from "./layers.js";
import { batchNorm, conv2d, prelu } from "./ops/index.js";
import { type Tensor, elementCount, float32, floatTensor, floats, intTensor } from "./tensor.js";
import { givenWeights, initialWeights, scrambledWeights } from "./weights.js";

function network(): Graph {
  const builder = new GraphBuilder("net");
  const x = builder.input("x", float32(1, 64, 8, 8));
  const y = named("a", sequence(conv2d({ filters: 128, kernel: 3 }), batchNorm(), prelu()))(x);
  return builder.build({ y: named("b", conv2d({ filters: 16, kernel: [1, 5] }))(y) });
}

const graph = network();
const parameter = (name: string): Parameter => graph.parameters.find((each) => each.name === name)!;
const deviationOf = (tensor: Tensor): number =>
  Math.sqrt(floats(tensor).reduce((sum, value) => sum + value * value, 0) / elementCount(tensor));

describe("Initial weights", () => {
  const weights = initialWeights(1);

  test("are the paper's: N(0, sqrt(2 / (kh kw Cout))) for convolutions, 1 and 0 for batch norm, 0 for biases", () => {
    expect(heNormal([3, 3], 128)).toEqual({ kind: "normal", deviation: Math.sqrt(2 / (9 * 128)) });
    expect(deviationOf(weights.get(parameter("a/conv2d/weight")))).toBeCloseTo(Math.sqrt(2 / (9 * 128)), 3);
    expect(deviationOf(weights.get(parameter("b/conv2d/weight")))).toBeCloseTo(Math.sqrt(2 / (5 * 16)), 2);
    const start = (name: string) => new Set(floats(weights.get(parameter(name))));
    expect(start("a/batchNorm/scale")).toEqual(new Set([1]));
    expect(start("a/batchNorm/variance")).toEqual(new Set([1]));
    expect(start("a/batchNorm/bias")).toEqual(new Set([0]));
    expect(start("a/batchNorm/mean")).toEqual(new Set([0]));
    expect(start("a/conv2d/bias")).toEqual(new Set([0]));
    expect(start("a/prelu/slope")).toEqual(new Set([0.25]));
  });

  test("are the same for the same seed and name, in any order and in any graph", () => {
    const later = initialWeights(1);
    for (const each of graph.parameters.toReversed()) expect(later.get(each)).toEqual(weights.get(each));
    const alone = { ...parameter("b/conv2d/weight") };
    expect(initialWeights(1).get(alone)).toEqual(weights.get(parameter("b/conv2d/weight")));
  });

  test("differ by seed and by name", () => {
    const one = weights.get(parameter("a/conv2d/weight"));
    expect(initialWeights(2).get(parameter("a/conv2d/weight"))).not.toEqual(one);
    expect(weights.get({ ...parameter("a/conv2d/weight"), name: "c/conv2d/weight" })).not.toEqual(one);
  });

  test("are not there until one is asked for", () => {
    const image = { name: "x", type: float32(1, 4096, 8, 8) };
    const large = buildGraph("net", image, conv2d({ filters: 4096, kernel: 8 }), "y");
    const before = process.memoryUsage().arrayBuffers;
    const lazy = [initialWeights(1), scrambledWeights(large, 1)];
    for (const each of lazy) expect(each.get(large.parameters[1]!).data).toHaveLength(4096);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
  });

  test("cannot be drawn where a weight comes from outside", () => {
    const outside: Parameter = { name: "w", type: float32(1), initial: { kind: "given" } };
    expect(() => weights.get(outside)).toThrow('weight "w" has no initial value');
  });
});

describe("Scrambled weights", () => {
  const weights = scrambledWeights(graph, 1);
  const neutral = graph.parameters.filter(({ initial }) => initial.kind === "constant");

  test.each(neutral)("leave nothing neutral of $name", (each) => {
    const values = new Set(floats(weights.get(each)));
    expect(values.size).toBe(elementCount(each.type));
    expect([0, 1, 0.25].filter((value) => values.has(value))).toEqual([]);
  });

  test("keep variances positive and convolutions as they start", () => {
    expect(Math.min(...floats(weights.get(parameter("a/batchNorm/variance"))))).toBeGreaterThan(1);
    expect(weights.get(parameter("a/conv2d/weight"))).toEqual(initialWeights(1).get(parameter("a/conv2d/weight")));
  });

  test.each([
    ["a/batchNorm/scale", 1],
    ["a/batchNorm/mean", 0],
    ["a/batchNorm/bias", 0],
    ["a/conv2d/bias", 0],
    ["a/prelu/slope", 0.25],
  ])("spread %s to both sides of %d", (name, start) => {
    const values = floats(weights.get(parameter(name)));
    expect(values.filter((value) => value < start).length).toBeGreaterThan(0);
    expect(values.filter((value) => value > start).length).toBeGreaterThan(0);
  });
});

describe("Given weights", () => {
  const given = givenWeights(
    new Map<string, Tensor>([
      ["w", floatTensor([2], [1, 2])],
      ["i", intTensor([2], [1, 2])],
    ]),
  );
  const asked = (name: string, ...shape: number[]): Parameter => ({
    name,
    type: float32(...shape),
    initial: { kind: "given" },
  });

  test("are handed out as they are", () => {
    expect(given.get(asked("w", 2))).toEqual(floatTensor([2], [1, 2]));
  });

  test("are refused where they are missing or not what the graph declares", () => {
    expect(() => given.get(asked("v", 2))).toThrow('weight "v" is missing');
    expect(() => given.get(asked("w", 3))).toThrow('weight "w" is float32[2], the graph declares float32[3]');
    expect(() => given.get(asked("i", 2))).toThrow('weight "i" is int64[2], the graph declares float32[2]');
  });
});
