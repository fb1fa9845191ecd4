import { describe, expect, test } from "vitest";
import { GraphBuilder, type Layer } from "../index.js";
import { averagePool2d, conv2d, convTranspose2d, maxPool2d, pad } from "../ops/index.js";
import { float32 } from "../tensor.js";
import { scrambledWeights } from "../weights.js";
import { differences, opsOf, rewritten, waves } from "./equivalence.test.fixture.js";
import { fusePads } from "./fusePads.js";

const border = pad({ before: [0, 0, 1, 2], after: [0, 0, 0, 1] });

/** The ops that are left of a layer behind a border, which must compute what they did. */
function left(layer: Layer, around: Layer = border): readonly string[] {
  const builder = new GraphBuilder("net");
  const graph = builder.build({ y: layer(around(builder.input("x", float32(2, 4, 5, 6)))) });
  const model = { graph, weights: scrambledWeights(graph, 1) };
  const fused = rewritten(model, fusePads);
  expect(differences(model, fused, { x: waves(2, 4, 5, 6) })).toEqual([]);
  return opsOf(fused.graph);
}

describe("A border of zeros", () => {
  test.each([
    ["without padding", conv2d({ filters: 3, kernel: 3 })],
    [
      "with padding, a stride, gaps and groups",
      conv2d({ filters: 4, kernel: 3, padding: 1, stride: 2, dilation: 2, groups: 2 }),
    ],
  ])("goes into a convolution %s", (_, layer) => {
    expect(left(layer)).toEqual(["conv"]);
  });

  test("goes into averages that count their padding, and into those that have none", () => {
    expect(left(averagePool2d({ kernel: 3, stride: 2 }))).toEqual(["averagePool"]);
    const small = pad({ before: [0, 0, 1, 0], after: [0, 0, 0, 1] });
    expect(left(averagePool2d({ kernel: 3, stride: 1, padding: 1, countPadding: true }), small)).toEqual([
      "averagePool",
    ]);
  });

  test.each<[string, Layer, Layer?]>([
    ["averages that leave their own padding out", averagePool2d({ kernel: 3, stride: 1, padding: 1 })],
    ["averages of windows that are no wider", averagePool2d({ kernel: 2, stride: 1 })],
    ["largest values", maxPool2d({ kernel: 3, stride: 1 })],
    ["a transposed convolution", convTranspose2d({ filters: 3, kernel: 3 })],
    [
      "a convolution, where it adds channels",
      conv2d({ filters: 3, kernel: 3 }),
      pad({ before: [0, 1, 1, 1], after: [0, 0, 1, 1] }),
    ],
    [
      "a convolution, where it is of ones",
      conv2d({ filters: 3, kernel: 3 }),
      pad({ before: [0, 0, 1, 1], after: [0, 0, 1, 1], value: 1 }),
    ],
  ])("stays in front of %s", (_, layer, around = border) => {
    expect(left(layer, around)[0]).toBe("pad");
  });
});

test("A border that two convolutions read goes into both", () => {
  const builder = new GraphBuilder("net");
  const padded = border(builder.input("x", float32(2, 4, 5, 6)));
  const graph = builder.build({
    a: conv2d({ filters: 1, kernel: 3 })(padded),
    b: conv2d({ filters: 2, kernel: 1 })(padded),
  });
  const model = { graph, weights: scrambledWeights(graph, 1) };
  const fused = rewritten(model, fusePads);
  expect(opsOf(fused.graph)).toEqual(["conv", "conv"]);
  expect(differences(model, fused, { x: waves(2, 4, 5, 6) })).toEqual([]);
});
