import { expect, test } from "vitest";
import { type SymbolicTensor, GraphBuilder } from "../builder.js";
import { add, maxPool2d, maxPool2dWithIndices, maxUnpool2d, relu } from "../ops/index.js";
import { float32 } from "../tensor.js";
import { givenWeights } from "../weights.js";
import { differences, opsOf, rewritten, waves } from "./equivalence.test.fixture.js";
import { poolBeforeRelu } from "./poolBeforeRelu.js";

const window = { kernel: 3, stride: 2, padding: 1 };

function opsAfter(build: (x: SymbolicTensor) => SymbolicTensor): readonly string[] {
  const builder = new GraphBuilder("net");
  const graph = builder.build({ y: build(builder.input("x", float32(2, 3, 7, 6))) });
  const model = { graph, weights: givenWeights(new Map()) };
  const after = rewritten(model, poolBeforeRelu);
  expect(differences(model, after, { x: waves(2, 3, 7, 6) })).toEqual([]);
  return opsOf(after.graph);
}

test("A relu that a max pool alone reads goes behind it", () => {
  expect(opsAfter((x) => maxPool2d(window)(relu()(x)))).toEqual(["maxPool", "relu"]);
  expect(opsAfter((x) => maxPool2d(window)(maxPool2d(window)(relu()(x))))).toEqual(["maxPool", "maxPool", "relu"]);
});

test("One that something else reads stays, and so does one before a pool whose positions are read", () => {
  const both = (x: SymbolicTensor) => {
    const y = relu()(x);
    return add()(maxPool2d({ kernel: 1, stride: 1 })(y), y);
  };
  expect(opsAfter(both)).toEqual(["relu", "maxPool", "add"]);
  const unpooled = (x: SymbolicTensor) => {
    const { y, indices } = maxPool2dWithIndices({ kernel: 2, stride: 2 })(relu()(x));
    return maxUnpool2d({ kernel: 2, stride: 2, size: [7, 6] })(y, indices);
  };
  expect(opsAfter(unpooled)).toEqual(["relu", "maxPool", "maxUnpool"]);
});
