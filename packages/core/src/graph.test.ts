import { expect, test } from "vitest";
import { GraphBuilder } from "./builder.js";
import { inputValues, replaceValues, runningStatistics, trainableParameters } from "./graph.js";
import { constant } from "./initializer.js";
import { batchNorm, concat, conv2d, maxUnpool2d, prelu, relu } from "./ops/index.js";
import { batchNormOp } from "./ops/batchNorm.js";
import { printGraph } from "./print.js";
import { float32, int64 } from "./tensor.js";

function normalised() {
  const builder = new GraphBuilder("net");
  const x = builder.input("x", float32(1, 2, 4, 4));
  const convolved = conv2d({ filters: 3, kernel: 1 })(x);
  return builder.build({ y: concat()(batchNorm()(convolved), x) });
}

test("Values are read in the order that the op declares them, lists in theirs", () => {
  const [convolution, , concatenation] = normalised().nodes;
  expect(inputValues(convolution!).map(({ name }) => name)).toEqual(["x", "conv2d/weight", "conv2d/bias"]);
  expect(inputValues(concatenation!).map(({ name }) => name)).toEqual(["batchNorm", "x"]);
});

test("Replaced values are replaced wherever they stand", () => {
  const builder = new GraphBuilder("net");
  const x = builder.input("x", float32(1, 2, 4, 4));
  const graph = builder.build({ y: concat()(x, relu()(prelu()(x))) });
  const loud = replaceValues(graph, (value) => ({ ...value, name: value.name.toUpperCase() }));
  expect(printGraph(loud)).toBe(
    [
      "graph net",
      "input X: float32[1x2x4x4]",
      "parameter PRELU/SLOPE: float32[2x1x1]",
      "PRELU: float32[1x2x4x4] = prelu(X, PRELU/SLOPE) as prelu",
      "RELU: float32[1x2x4x4] = relu(PRELU) as relu",
      "Y: float32[1x4x4x4] = concat(X, RELU, axis=1) as concat",
      "output Y",
      "",
    ].join("\n"),
  );
  expect(loud.parameters.map(({ initial }) => initial)).toEqual([constant(0.25)]);
});

test("Running statistics are gathered, everything else in floating point is trained", () => {
  const graph = normalised();
  const names = ["mean", "variance"].map((slot) => `batchNorm/${slot}`);
  expect([...runningStatistics(graph)]).toEqual(names);
  expect(trainableParameters(graph).map(({ name }) => name)).toEqual([
    "conv2d/weight",
    "conv2d/bias",
    "batchNorm/scale",
    "batchNorm/bias",
  ]);
});

test("What one node reads as a statistic and another as a weight is trained; integers are not", () => {
  const builder = new GraphBuilder("net");
  const x = builder.input("x", float32(1, 2, 1, 1));
  const shared = builder.parameter("shared", { type: float32(2), initial: constant(1) });
  const { y } = builder.apply(batchNormOp, { x, scale: shared, bias: shared, mean: shared, variance: shared }, {});
  const indices = builder.parameter("indices", { type: int64(1, 2, 1, 1), initial: { kind: "given" } });
  const graph = builder.build({ y: maxUnpool2d({ kernel: 1, stride: 1, size: [1, 1] })(y, indices) });
  expect(runningStatistics(graph)).toEqual(new Set());
  expect(trainableParameters(graph).map(({ name }) => name)).toEqual(["shared"]);
});
