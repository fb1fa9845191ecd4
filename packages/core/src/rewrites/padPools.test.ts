import { expect, test } from "vitest";
import { GraphBuilder } from "../builder.js";
import { maxPool2d, maxPool2dWithIndices, maxUnpool2d } from "../ops/index.js";
import { printGraph } from "../print.js";
import { float32, floatTensor } from "../tensor.js";
import { initialWeights } from "../weights.js";
import { differences, opsOf, waves, rewrittenGraph } from "./equivalence.test.fixture.js";
import { padPools } from "./padPools.js";

const weights = initialWeights(0);

function pooled(window: Parameters<typeof maxPool2d>[0]) {
  const builder = new GraphBuilder("net");
  return builder.build({ y: maxPool2d(window)(builder.input("x", float32(2, 3, 7, 8))) });
}

test.each([
  ["on every side", { kernel: 3, stride: 2, padding: 1 }],
  ["on one side", { kernel: 2, stride: 1, padding: { top: 0, left: 1, bottom: 0, right: 0 } }],
  ["around a dilated window", { kernel: 3, stride: 1, dilation: 2, padding: 2 }],
] as const)(
  "Padding %s moves before the pool, and no maximum comes of it though all values are below zero",
  (_, window) => {
    const graph = pooled(window);
    const changed = rewrittenGraph(graph, padPools);
    expect(opsOf(changed)).toEqual(["pad", "maxPool"]);
    const { shape, data } = waves(2, 3, 7, 8);
    const x = floatTensor(
      shape,
      data.map((value) => value - 1e30),
    );
    expect(differences({ graph, weights }, { graph: changed, weights }, { x })).toEqual([]);
  },
);

test("A pool without padding stays, and so does one whose indices are read", () => {
  const plain = pooled({ kernel: 2, stride: 1 });
  expect(printGraph(rewrittenGraph(plain, padPools))).toBe(printGraph(plain));
  const builder = new GraphBuilder("net");
  const { y, indices } = maxPool2dWithIndices({ kernel: 2, stride: 2, padding: 1 })(
    builder.input("x", float32(1, 1, 4, 4)),
  );
  const unpooled = builder.build({ y: maxUnpool2d({ kernel: 2, stride: 2, size: [4, 4] })(y, indices) });
  expect(printGraph(rewrittenGraph(unpooled, padPools))).toBe(printGraph(unpooled));
});
