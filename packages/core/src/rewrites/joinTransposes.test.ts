import { describe, expect, test } from "vitest";
import { type Layer, buildGraph } from "../builder.js";
import { sequence } from "../layers.js";
import { relu } from "../ops/relu.js";
import { reshape } from "../ops/reshape.js";
import { transpose } from "../ops/transpose.js";
import { float32 } from "../tensor.js";
import { scrambledWeights } from "../weights.js";
import { differences, rewritten, waves } from "./equivalence.test.fixture.js";
import { joinTransposes } from "./joinTransposes.js";

const toFirst = transpose({ order: [0, 3, 1, 2] });
const toLast = transpose({ order: [0, 2, 3, 1] });

/** What is left, each node with the shape that it gives. */
function joined(shape: readonly number[], ...layers: readonly Layer[]): readonly string[] {
  const graph = buildGraph("net", { name: "x", type: float32(...shape) }, sequence(...layers), "y");
  const model = { graph, weights: scrambledWeights(graph, 1) };
  const after = rewritten(model, joinTransposes);
  expect(differences(model, after, { x: waves(...shape) })).toEqual([]);
  expect(joinTransposes.run(after)).toBe(after);
  return after.graph.nodes.map(({ op, outputs }) => `${op.name} ${outputs["y"]!.type.shape.join("x")}`);
}

describe("Three that only shuffle parts of one axis are one, of what moves", () => {
  test("channels in groups", () => {
    const shuffle = [
      reshape({ shape: [2, 2, 3, 4, 5] }),
      transpose({ order: [0, 2, 1, 3, 4] }),
      reshape({ shape: [2, 6, 4, 5] }),
    ];
    expect(joined([2, 4, 5, 6], toFirst, ...shuffle, toLast)).toEqual([
      "reshape 40x2x3",
      "transpose 40x3x2",
      "reshape 2x4x5x6",
    ]);
  });

  test("pixels in blocks", () => {
    const blocks = [
      reshape({ shape: [1, 3, 2, 2, 3, 2] }),
      transpose({ order: [0, 2, 4, 1, 3, 5] }),
      reshape({ shape: [6, 3, 4] }),
    ];
    expect(joined([1, 4, 6, 3], toFirst, ...blocks, transpose({ order: [0, 2, 1] }))).toEqual([
      "reshape 2x2x3x6",
      "transpose 2x3x2x6",
      "reshape 6x4x3",
    ]);
  });
});

describe("None is left where nothing moves", () => {
  test.each<[string, readonly number[], readonly Layer[], readonly string[]]>([
    ["axes of one element", [2, 1, 1, 5], [toFirst, reshape({ shape: [2, 5] })], ["reshape 2x5x1x1", "reshape 2x5"]],
    ["axes of one element alone", [2, 1, 1, 5], [toFirst], ["reshape 2x5x1x1"]],
    [
      "back and forth",
      [1, 4, 5, 6],
      [toFirst, reshape({ shape: [6, 20] }), transpose({ order: [1, 0] })],
      ["reshape 20x6"],
    ],
  ])("%s", (_, shape, layers, left) => {
    expect(joined(shape, ...layers)).toEqual(left);
  });
});

describe("What is left as it is", () => {
  test.each<[string, readonly number[], readonly Layer[]]>([
    ["one transpose that moves", [1, 4, 5, 6], [toFirst, reshape({ shape: [6, 20] })]],
    ["a reshape that mixes axes", [1, 4, 5, 6], [toFirst, reshape({ shape: [8, 15] }), transpose({ order: [1, 0] })]],
    ["something between", [1, 4, 5, 6], [toFirst, relu(), toLast]],
  ])("%s", (_, shape, layers) => {
    expect(joined(shape, ...layers)).toHaveLength(layers.length);
  });
});

test("Chains drawn at random compute the same, with no more transposes than before", () => {
  let state = 5;
  const draw = (most: number): number => (state = (state * 48271) % 2147483647) % most;
  const shapes = [
    [24],
    [2, 12],
    [4, 6],
    [2, 3, 4],
    [1, 24, 1],
    [6, 2, 2],
    [2, 2, 2, 3],
    [3, 8],
    [1, 1, 24],
    [12, 2, 1],
  ];
  for (let round = 0; round < 200; round += 1) {
    let shape = shapes[draw(shapes.length)]!;
    const given = shape;
    const layers: Layer[] = [];
    let turns = 0;
    for (let step = 0; step < 6; step += 1) {
      if (draw(2) === 0) {
        shape = shapes[draw(shapes.length)]!;
        layers.push(reshape({ shape }));
        continue;
      }
      const order = [...shape.keys()].map((axis) => [draw(100), axis] as const);
      order.sort(([a], [b]) => a - b);
      const axes = order.map(([, axis]) => axis);
      layers.push(transpose({ order: axes }));
      shape = axes.map((axis) => shape[axis]!);
      turns += 1;
    }
    const left = joined(given, ...layers);
    expect(left.filter((each) => each.startsWith("transpose")).length).toBeLessThanOrEqual(turns);
  }
});
