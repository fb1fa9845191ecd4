/** How few transposes are left of networks that people have: those that move something, and none for the order of axes alone. */
import {
  GraphBuilder,
  type Layer,
  add,
  conv2d,
  elementCount,
  float32,
  gelu,
  globalAveragePool,
  layerNorm,
  matMul,
  relu,
  reshape,
  scrambledWeights,
  sequence,
  transpose,
} from "@linknet-kit/core";
import { expect, test } from "vitest";
import { lowerForTfjs } from "./lower.js";

function transposesOf(layer: Layer, layout?: "nhwc" | "nchw"): readonly string[] {
  const builder = new GraphBuilder("net");
  const graph = builder.build({ y: layer(builder.input("x", float32(1, 8, 6, 4))) });
  const { nodes } = lowerForTfjs({ graph, weights: scrambledWeights(graph, 1) }, { layout }).graph;
  return nodes.flatMap(({ op, outputs }) => (op.name === "transpose" ? [outputs["y"]!.type.shape.join("x")] : []));
}

const image = conv2d({ filters: 8, kernel: 3, padding: 1 });

test("A classifier behind an average flattens without one", () => {
  expect(transposesOf(sequence(image, globalAveragePool(), reshape({ shape: [1, 8] })))).toEqual([]);
});

test("A block that norms and multiplies with its channels last, as ConvNeXt's, has none", () => {
  const block: Layer = (x) => {
    const last = transpose({ order: [0, 2, 3, 1] })(image(x));
    const weight = last.builder.parameter("weight", { type: float32(8, 8), initial: { kind: "normal", deviation: 1 } });
    return add()(transpose({ order: [0, 3, 1, 2] })(gelu()(matMul()(layerNorm()(last), weight))), x);
  };
  expect(transposesOf(block)).toEqual([]);
});

test("A shuffle of channels, as ShuffleNet's, is one of the groups of each pixel", () => {
  const shuffle: Layer = sequence(
    image,
    reshape({ shape: [1, 2, 4, 6, 4] }),
    transpose({ order: [0, 2, 1, 3, 4] }),
    reshape({ shape: [1, 8, 6, 4] }),
    relu(),
  );
  expect(transposesOf(shuffle)).toEqual([`${elementCount({ shape: [6, 4] })}x4x2`]);
});

test("With channels first at the ends there is one at each", () => {
  expect(transposesOf(sequence(image, relu()), "nchw")).toEqual(["1x6x4x8", "1x8x6x4"]);
});
