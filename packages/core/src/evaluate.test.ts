import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { parseAttributes } from "./attributes.js";
import { type Layer, GraphBuilder, buildGraph } from "./builder.js";
import { evaluate } from "./evaluate.js";
import { sequence } from "./layers.js";
import {
  add,
  concat,
  conv2d,
  dropout2d,
  maxPool2d,
  maxPool2dWithIndices,
  maxUnpool2d,
  relu,
  reshape,
} from "./ops/index.js";
import { maxPoolOp } from "./ops/maxPool.js";
import { float32, floatTensor, floats, int64, intTensor } from "./tensor.js";
import { type Weights, givenWeights, initialWeights } from "./weights.js";

const noWeights = givenWeights(new Map());

test("A graph of several paths gives every output by its name", () => {
  const builder = new GraphBuilder("net");
  const x = builder.input("x", float32(1, 1, 2, 2));
  const { y: pooled, indices } = maxPool2dWithIndices({ kernel: 2, stride: 2 })(x);
  const unpooled = maxUnpool2d({ kernel: 2, stride: 2, size: [2, 2] })(pooled, indices);
  const graph = builder.build({ pooled, sum: add()(x, unpooled), x });
  const given = floatTensor([1, 1, 2, 2], [1, 4, 3, 2]);
  expect(evaluate({ graph, weights: noWeights }, { x: given })).toEqual({
    pooled: floatTensor([1, 1, 1, 1], [4]),
    sum: floatTensor([1, 1, 2, 2], [1, 8, 3, 2]),
    x: given,
  });
});

test("Parameters come from the weights by their names", () => {
  const graph = buildGraph("net", { name: "x", type: float32(1, 2, 1, 1) }, conv2d({ filters: 1, kernel: 1 }), "y");
  const weights = givenWeights(
    new Map([
      ["conv2d/weight", floatTensor([1, 2, 1, 1], [10, 100])],
      ["conv2d/bias", floatTensor([1], [0.5])],
    ]),
  );
  const { y } = evaluate({ graph, weights }, { x: floatTensor([1, 2, 1, 1], [1, 2]) });
  expect([...y!.data]).toEqual([210.5]);
});

test("Inputs that are missing or of another type are refused before anything runs", () => {
  const graph = buildGraph("net", { name: "image", type: float32(1, 1, 2, 2) }, relu(), "y");
  const onNode = () => expect.unreachable();
  const run = (inputs: Parameters<typeof evaluate>[1]) => () =>
    evaluate({ graph, weights: noWeights }, inputs, { onNode });
  expect(run({})).toThrow('input "image" was not given');
  expect(run({ image: floatTensor([1, 1, 2, 3]) })).toThrow(
    'input "image" is float32[1x1x2x3], the graph takes float32[1x1x2x2]',
  );
  expect(run({ image: intTensor([1, 1, 2, 2]) })).toThrow(
    'input "image" is int64[1x1x2x2], the graph takes float32[1x1x2x2]',
  );
});

test("Progress is told before each node, and weights are drawn when a node needs them", () => {
  const layer = conv2d({ filters: 1, kernel: 1, bias: false });
  const graph = buildGraph("net", { name: "x", type: float32(1, 1, 1, 1) }, sequence(layer, relu(), layer), "y");
  const events: string[] = [];
  const drawn = initialWeights(0);
  const weights: Weights = {
    get: (parameter) => {
      events.push(parameter.name);
      return drawn.get(parameter);
    },
  };
  evaluate(
    { graph, weights },
    { x: floatTensor([1, 1, 1, 1]) },
    { onNode: ({ name }, index) => events.push(`${index} ${name}`) },
  );
  expect(events).toEqual(["0 conv2d", "conv2d/weight", "1 relu", "2 conv2d2", "conv2d2/weight"]);
});

describe("Values are let go", () => {
  setFlagsFromString("--expose-gc");
  const collectGarbage = runInNewContext("gc") as () => void;
  const megabytes = (): number => {
    // The first may leave what it freed to be swept a moment later.
    collectGarbage();
    collectGarbage();
    return process.memoryUsage().arrayBuffers / 2 ** 20;
  };

  /** The most that is held before any of twelve such layers, on 4 MB, beyond what was there. */
  function mostHeld(layer: Layer): number {
    const type = float32(1, 1, 1024, 1024);
    const graph = buildGraph("net", { name: "x", type }, sequence(...Array.from({ length: 12 }, () => layer)), "y");
    const inputs = { x: floatTensor(type.shape) };
    const before = megabytes();
    const held: number[] = [];
    evaluate({ graph, weights: noWeights }, inputs, { onNode: () => held.push(megabytes() - before) });
    return Math.max(...held);
  }

  test("after their last use", () => {
    // All values before the last would be 44 MB; what a node has just left may still stand in a register.
    expect(mostHeld(relu())).toBeLessThan(20);
  });

  test("at once where nothing uses them", () => {
    // The indices that nothing reads would be 88 MB.
    expect(mostHeld((x) => maxPool2d({ kernel: 1, stride: 1 })(x))).toBeLessThan(40);
  });
});

test("What two nodes read is kept for the second", () => {
  const builder = new GraphBuilder("net");
  const x = builder.input("x", float32(1, 1));
  const a = relu()(x);
  const weights = builder.parameter("w", { type: float32(1, 1), initial: { kind: "constant", value: 5 } });
  const graph = builder.build({ y: concat()(add()(a, weights), add()(add()(a, a), weights)) });
  const { y } = evaluate({ graph, weights: initialWeights(0) }, { x: floatTensor([1, 1], [3]) });
  expect([...y!.data]).toEqual([8, 11]);
});

test("Results share no memory with inputs, weights or each other, so that they may be written to", () => {
  const builder = new GraphBuilder("net");
  const x = builder.input("x", float32(1, 2));
  const flat = reshape({ shape: [2] })(relu()(x));
  const weights = builder.parameter("w", { type: float32(2, 1), initial: { kind: "given" } });
  const graph = builder.build({ x, flat, again: dropout2d()(flat), weights: reshape({ shape: [2] })(weights) });
  const given = { x: floatTensor([1, 2], [1, 2]), w: floatTensor([2, 1], [3, 4]) };
  const results = evaluate({ graph, weights: givenWeights(new Map([["w", given.w]])) }, { x: given.x });
  expect(Object.values(results).map(({ data }) => [...data])).toEqual([
    [1, 2],
    [1, 2],
    [1, 2],
    [3, 4],
  ]);
  for (const name of ["x", "weights", "again"]) floats(results[name]!).fill(9);
  expect([...results["flat"]!.data]).toEqual([1, 2]);
  expect(given).toEqual({ x: floatTensor([1, 2], [1, 2]), w: floatTensor([2, 1], [3, 4]) });
});

test("An op is told which of its results are read", () => {
  const asked: unknown[] = [];
  const spied: typeof maxPoolOp = {
    ...maxPoolOp,
    evaluate: (inputs, attributes, outputs, wanted) => {
      asked.push([...(wanted ?? [])]);
      return maxPoolOp.evaluate(inputs, attributes, outputs, wanted);
    },
  };
  const builder = new GraphBuilder("net");
  const x = builder.input("x", float32(1, 1, 2, 2));
  const both = builder.apply(spied, { x }, { kernel: 2 });
  const unpooled = maxUnpool2d({ kernel: 2, stride: 2, size: [2, 2] })(both.y, both.indices);
  const positions = builder.apply(spied, { x }, { kernel: 2 }).indices;
  const largest = builder.apply(spied, { x }, { kernel: 2 }).y;
  const graph = builder.build({ unpooled, positions, largest });
  const results = evaluate({ graph, weights: noWeights }, { x: floatTensor([1, 1, 2, 2], [1, 4, 3, 2]) });
  expect(asked).toEqual([["y", "indices"], ["indices"], ["y"]]);
  expect(results).toEqual({
    unpooled: floatTensor([1, 1, 2, 2], [0, 4, 0, 0]),
    positions: intTensor([1, 1, 1, 1], [1]),
    largest: floatTensor([1, 1, 1, 1], [4]),
  });
});

test("A pool's indices are not made where nobody reads them", () => {
  const x = floatTensor([1, 1, 2, 2], [1, 4, 3, 2]);
  const type = float32(1, 1, 1, 1);
  const window = parseAttributes(maxPoolOp.attributes, { kernel: 2 });
  const types = { y: type, indices: int64(1, 1, 1, 1) };
  expect(Object.keys(maxPoolOp.evaluate({ x }, window, types, new Set(["y"])))).toEqual(["y"]);
  expect(Object.keys(maxPoolOp.evaluate({ x }, window, types))).toEqual(["y", "indices"]);
});
