import { describe, expect, it, test } from "vitest";
import { GraphBuilder, type SymbolicTensor } from "../builder.js";
import { evaluate } from "../evaluate.js";
import * as ops from "../ops/all.js";
import { type Tensor, float32, floatTensor, int64 } from "../tensor.js";
import { type Model, givenWeights } from "../weights.js";
import { differentiate } from "./differentiate.js";

const { add, argMax, concat, floor, mul, reduceSum, relu, scatterElements, slice } = ops;

/** The sum of what is made of `x`, and of `w`, a parameter of 1, 2, 3. */
function lossOf(make: (x: SymbolicTensor, w: SymbolicTensor) => SymbolicTensor): Model {
  const builder = new GraphBuilder("net");
  const w = builder.parameter("w", { type: float32(3), initial: { kind: "given" } });
  const loss = reduceSum({ axes: [0], keepDims: false })(make(builder.input("x", float32(3)), w));
  return { graph: builder.build({ loss }), weights: givenWeights(new Map([["w", floatTensor([3], [1, 2, 3])]])) };
}

function gradientsOf(model: Model, by: readonly string[], x = [5, -7, 11]): Record<string, number[]> {
  const { model: whole, gradients } = differentiate(model, { loss: "loss", by });
  const results = evaluate(whole, { x: floatTensor([3], x) });
  return Object.fromEntries(
    [...gradients].map(([name, output]) => [name, [...(results[output]!.data as Float32Array)]]),
  );
}

test("A product has each factor as the gradient of the other", () => {
  expect(
    gradientsOf(
      lossOf((x, w) => mul()(x, w)),
      ["x", "w"],
    ),
  ).toEqual({ x: [1, 2, 3], w: [5, -7, 11] });
});

test("What is read several times has the sum of its gradients", () => {
  const cube = lossOf((x) => mul()(x, mul()(x, x)));
  expect(gradientsOf(cube, ["x"], [1, 2, -3])).toEqual({ x: [3, 12, 27] });
  expect(
    gradientsOf(
      lossOf((x) => add()(x, x)),
      ["x"],
    ),
  ).toEqual({ x: [2, 2, 2] });
  expect(
    gradientsOf(
      lossOf((x, w) => concat({ axis: 0 })(x, w, x)),
      ["x", "w"],
    ),
  ).toEqual({ x: [2, 2, 2], w: [1, 1, 1] });
});

test("A rectifier passes nothing on where it is 0", () => {
  expect(
    gradientsOf(
      lossOf((x) => relu()(x)),
      ["x"],
      [5, -7, 0],
    ),
  ).toEqual({ x: [1, 0, 0] });
});

test("The gradients of trainable parameters are wanted unless others are named, and those of what the loss depends on are there", () => {
  const model = lossOf((x, w) => mul()(x, w));
  expect([...differentiate(model, { loss: "loss" }).gradients]).toEqual([["w", "w/gradient"]]);
  const without = lossOf((x) => mul()(x, x));
  expect(differentiate(without, { loss: "loss" }).gradients.size).toBe(0);
});

test("What changes in steps alone has gradients of zero", () => {
  expect(
    gradientsOf(
      lossOf((x, w) => mul()(floor()(x), w)),
      ["x", "w"],
    ),
  ).toEqual({ x: [0, 0, 0], w: [5, -7, 11] });
});

test("The model still gives what it gave, and nothing is computed that no output needs", () => {
  const { model } = differentiate(
    lossOf((x, w) => mul()(x, w)),
    { loss: "loss", by: ["w"] },
  );
  const results = evaluate(model, { x: floatTensor([3], [5, -7, 11]) });
  expect(Object.keys(results)).toEqual(["loss", "w/gradient"]);
  expect(results["loss"]).toEqual(floatTensor([], [24]));
  // The loss, and its gradient, which the product with x stretches.
  expect(model.graph.nodes.map(({ op }) => op.name)).toEqual(["mul", "reduceSum", "reshape", "mul"]);
});

describe("What has no gradients", () => {
  const model = lossOf((x, w) => mul()(x, w));

  it("is no loss of several numbers, of no name, or of none such", () => {
    const builder = new GraphBuilder("net");
    const graph = builder.build({ y: relu()(builder.input("x", float32(3))) });
    expect(() => differentiate({ ...model, graph }, { loss: "y" })).toThrow(
      '"y" is float32[3], and a loss is one number',
    );
    expect(() => differentiate(model, { loss: "lost" })).toThrow('no output "lost"');
    expect(() => differentiate(model, { loss: "loss", by: ["v"] })).toThrow('no parameter or input "v"');
  });

  it("is named with its op and the reason", () => {
    const builder = new GraphBuilder("net");
    const x = builder.input("x", float32(3));
    const indices = builder.input("indices", int64(3));
    const scattered = scatterElements({ reduction: "max" })(x, indices, x);
    const graph = builder.build({ loss: reduceSum({ axes: 0, keepDims: false })(scattered) });
    expect(() => differentiate({ ...model, graph }, { loss: "loss", by: ["x"] })).toThrow(
      "scatterElements, of scatterElements, has no gradient: what is scattered by max has no gradients here",
    );
  });

  it("passes nothing on through whole numbers", () => {
    const graph = lossOf((x, w) => mul()(ops.cast({ to: "float32" })(argMax({ keepDims: true })(x)), w));
    expect(gradientsOf(graph, ["x", "w"])).toEqual({ w: [2, 2, 2] });
  });
});

test("Of several updates of one place the last has the gradient", () => {
  const builder = new GraphBuilder("net");
  const [x, updates] = ["x", "updates"].map((name) => builder.input(name, float32(3)));
  const indices = builder.input("indices", int64(3));
  const graph = builder.build({
    loss: reduceSum({ axes: 0, keepDims: false })(scatterElements()(x!, indices, updates!)),
  });
  const { model, gradients } = differentiate(
    { graph, weights: givenWeights(new Map()) },
    { loss: "loss", by: ["x", "updates"] },
  );
  const places: Tensor = { dtype: "int64", shape: [3], data: BigInt64Array.of(1n, 0n, 1n) };
  const results = evaluate(model, { x: floatTensor([3]), updates: floatTensor([3]), indices: places });
  expect([...gradients.values()].map((name) => [...(results[name]!.data as Float32Array)])).toEqual([
    [0, 0, 1],
    [0, 1, 1],
  ]);
});

test("A slice that runs backwards in steps puts its gradients back in their places", () => {
  const loss = lossOf((x, w) =>
    concat({ axis: 0 })(
      mul()(slice({ start: [2], end: [-1], step: [-2] })(x), slice({ start: [0], end: [2], step: [1] })(w)),
      w,
    ),
  );
  expect(gradientsOf(loss, ["x", "w"])).toEqual({ x: [2, 0, 1], w: [12, 6, 1] });
});
