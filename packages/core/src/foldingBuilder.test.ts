import { describe, expect, test } from "vitest";
import { evaluate } from "./evaluate.js";
import { FoldingBuilder, type LazyTensor } from "./foldingBuilder.js";
import { add, maxPool2dWithIndices, mul, reshape, transpose } from "./ops/index.js";
import { printGraph } from "./print.js";
import { float32, floatTensor } from "./tensor.js";

/** A constant, and how often it was read. */
function counted(shape: readonly number[], value = 1): LazyTensor & { reads: number } {
  const tensor = floatTensor(shape);
  tensor.data.fill(value);
  const lazy = { dtype: "float32" as const, shape, reads: 0, read: () => ((lazy.reads += 1), tensor) };
  return lazy;
}

test("What is made of known values is a known value, named as the node, and computed once when it is asked for", () => {
  const builder = new FoldingBuilder("g");
  const two = counted([2, 3], 2);
  const sum = add()(builder.constant("two", two), builder.constant("three", counted([3], 3)));
  const y = mul()(builder.input("x", float32(3, 2)), transpose({ order: [1, 0] })(sum));
  const graph = builder.build({ y });
  expect(printGraph(graph)).toContain("y: float32[3x2] = mul(x, transpose)");
  expect([graph.nodes.length, graph.parameters.map(({ name }) => name), two.reads]).toEqual([1, ["transpose"], 0]);
  const x = floatTensor([3, 2], [1, 2, 3, 4, 5, 6]);
  const run = () => [...evaluate({ graph, weights: builder.weights }, { x })["y"]!.data];
  expect([run(), run()]).toEqual([
    [5, 10, 15, 20, 25, 30],
    [5, 10, 15, 20, 25, 30],
  ]);
  expect(two.reads).toBe(1);
});

test("Each result of a node is known", () => {
  const builder = new FoldingBuilder("g");
  const { y, indices } = maxPool2dWithIndices({ kernel: 2, stride: 2 })(builder.constant("c", counted([1, 1, 2, 2])));
  expect(builder.known(y)!.read()).toEqual(floatTensor([1, 1, 1, 1], [1]));
  expect(builder.known(indices)!.read().data).toEqual(BigInt64Array.of(0n));
});

describe("A node stays", () => {
  test("where an operand is fed", () => {
    const builder = new FoldingBuilder("g");
    const y = add()(builder.input("x", float32(2)), builder.constant("c", counted([2])));
    expect([builder.known(y), builder.build({ y }).nodes.length]).toEqual([undefined, 1]);
  });

  test("where its result is larger than its operands and than a megabyte", () => {
    const sum = (side: number): LazyTensor | undefined => {
      const builder = new FoldingBuilder("g");
      return builder.known(add()(builder.constant("a", counted([side, 1])), builder.constant("b", counted([1, side]))));
    };
    expect([sum(512)?.shape, sum(513)]).toEqual([[512, 512], undefined]);
  });

  test("where a gigabyte was made already, however little each node makes of it", () => {
    const builder = new FoldingBuilder("g");
    const turn = reshape({ shape: [2 ** 22] });
    let value = turn(builder.constant("c", counted([2 ** 22])));
    let folded = 0;
    for (; folded < 100 && builder.known(value) !== undefined; folded += 1) value = turn(value);
    expect(folded).toBe(64);
  });
});
