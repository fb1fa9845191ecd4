import { describe, expect, test } from "vitest";
import { GraphBuilder, type Layer, buildGraph } from "./builder.js";
import { countCost } from "./cost.js";
import { summariseCost } from "./costSummary.js";
import { named, sequence } from "./layers.js";
import { add, batchNorm, conv2d, convTranspose2d, maxPool2d, maxPool2dWithIndices, relu } from "./ops/index.js";
import { convOp } from "./ops/conv.js";
import { float32, int64 } from "./tensor.js";

// One channel of 4x4 pixels, two filters of 3x3, halved by a pool, doubled by a full convolution.
const image = { name: "image", type: float32(1, 1, 4, 4) };
const network = sequence(
  conv2d({ filters: 2, kernel: 3, padding: 1 }),
  batchNorm(),
  relu(),
  (x) => maxPool2d({ kernel: 2, stride: 2 })(x),
  convTranspose2d({ filters: 3, kernel: 2, stride: 2 }),
);

describe("A small network counted by hand", () => {
  const cost = countCost(buildGraph("net", image, network, "y"));

  test("parameters, the running statistics apart", () => {
    expect(cost.parameters).toBe(2 * 9 + 2 + (2 + 2) + 2 * 3 * 4 + 3);
    expect(cost.statistics).toBe(4);
    expect(cost.weightBytes).toBe(4 * (cost.parameters + cost.statistics));
  });

  test("multiply-accumulates and the FLOPs of each convention", () => {
    // 32 outputs of 9 products; 4 pixels of 2 channels to 3 filters of 2x2, or 16 pixels densely.
    expect(cost.macs).toBe(32 * 9 + 4 * 2 * 3 * 4);
    expect(cost.flops.useful).toBe(2 * (32 * 9 + 4 * 2 * 3 * 4));
    expect(cost.flops.dense).toBe(2 * (32 * 9 + 16 * 2 * 3 * 4));
    // Convolution, ReLU, pool of 8 outputs, full convolution with its input channels twice; batch norm nothing.
    expect(cost.flops.paper).toBe(32 * (2 * 9 + 1) + 32 + 8 * 4 + (2 * 4 * 2 * 2 * 4 + 48));
  });

  test("other operations: bias, scale and shift, ReLU, comparisons, bias", () => {
    expect(cost.scalarOps).toBe(32 + 2 * 32 + 32 + 8 * 4 + 48);
  });

  test("each layer under its path, its sums the totals", () => {
    expect(
      cost.layers.map(({ name, op, outputShape, parameters, macs }) => [
        name,
        op,
        outputShape.join("x"),
        parameters,
        macs,
      ]),
    ).toEqual([
      ["conv2d", "conv", "1x2x4x4", 20, 288],
      ["batchNorm", "batchNorm", "1x2x4x4", 4, 0],
      ["relu", "relu", "1x2x4x4", 0, 0],
      ["maxPool2d", "maxPool", "1x2x2x2", 0, 0],
      ["convTranspose2d", "convTranspose", "1x3x4x4", 27, 96],
    ]);
  });

  test("bytes: operands and used outputs of each layer once, the pool's unread indices not", () => {
    expect(cost.layers.map(({ bytes }) => bytes / 4)).toEqual([16 + 20 + 32, 32 + 8 + 32, 64, 32 + 8, 8 + 27 + 48]);
    expect(cost.activationBytes / 4).toBe(32 + 32 + 32 + 8 + 48);
  });

  test("activations alive at once: at most the two of a layer, of which none is larger than 32", () => {
    expect(cost.activationPeakBytes / 4).toBe(32 + 32);
  });
});

describe("Activations alive at once", () => {
  /** In tensors of the chain, 40 bytes each. */
  const peak = (layer: Layer) =>
    countCost(buildGraph("net", { name: "x", type: float32(10) }, layer, "y")).activationPeakBytes / 40;

  test("a chain needs two", () => {
    expect(peak(sequence(relu(), relu(), relu()))).toBe(2);
  });

  test("a skip is held until it is added", () => {
    expect(peak((x) => add()(sequence(relu(), relu(), relu())(x), x))).toBe(3);
  });

  test("a value that an addition reads twice is let go once", () => {
    const doubled: Layer = (x) => add()(x, x);
    const skip: Layer = (x) => add()(relu()(x), x);
    expect(peak(sequence(doubled, skip))).toBe(3);
  });

  test("outputs are held to the end", () => {
    const builder = new GraphBuilder("net");
    const a = relu()(builder.input("x", float32(10)));
    const graph = builder.build({ a, b: sequence(relu(), relu())(a) });
    expect(countCost(graph).activationPeakBytes / 40).toBe(3);
  });

  test("indices count where something reads them", () => {
    const builder = new GraphBuilder("net");
    const x = builder.input("x", float32(1, 1, 2, 2));
    const { y, indices } = maxPool2dWithIndices({ kernel: 2, stride: 1 })(x);
    expect(countCost(builder.build({ y, indices })).activationPeakBytes).toBe(16 + 4 + 8);
  });
});

test("A weight that two layers share is counted once, for the first", () => {
  const builder = new GraphBuilder("net");
  const x = builder.input("x", float32(1, 2, 1, 1));
  const weight = builder.parameter("shared", { type: float32(2, 2, 1, 1), initial: { kind: "given" } });
  const once = builder.apply(convOp, { x, weight }, {}).y;
  const graph = builder.build({ y: builder.apply(convOp, { x: once, weight }, {}).y });
  const cost = countCost(graph);
  expect(cost.parameters).toBe(4);
  expect(cost.layers.map(({ parameters }) => parameters)).toEqual([4, 0]);
});

test("Integer parameters have bytes and are not trained", () => {
  const builder = new GraphBuilder("net");
  builder.input("x", float32(1));
  const indices = builder.parameter("indices", { type: int64(3), initial: { kind: "given" } });
  const cost = countCost(builder.build({ indices }));
  expect([cost.parameters, cost.statistics, cost.weightBytes]).toEqual([0, 0, 24]);
});

test("The image whose size is summed up is the first input that has elements, or else the first", () => {
  const size = (...shapes: readonly (readonly number[])[]) => {
    const builder = new GraphBuilder("net");
    const inputs = shapes.map((shape, index) => builder.input(`x${index}`, float32(...shape)));
    const { batch, size: summed } = summariseCost(builder.build({ y: relu()(inputs.at(-1)!) }));
    return [batch, summed.width, summed.height];
  };
  expect([size([0], [2, 3, 4, 5]), size([0, 3, 4, 5])]).toEqual([
    [2, 5, 4],
    [0, 5, 4],
  ]);
});

test("Layers are named by their scopes", () => {
  const graph = buildGraph("net", image, named("stem", network), "y");
  expect(countCost(graph).layers[0]!.name).toBe("stem/conv2d");
});
