import { expect, test } from "vitest";
import { GraphBuilder } from "../builder.js";
import { batchNormOp } from "../ops/batchNorm.js";
import { batchNorm, relu } from "../ops/index.js";
import { printGraph } from "../print.js";
import { float32 } from "../tensor.js";
import { scrambledWeights } from "../weights.js";
import { differences, opsOf, waves, rewritten } from "./equivalence.test.fixture.js";
import { splitBatchNorm } from "./splitBatchNorm.js";

test("A batch norm becomes a factor and an offset a channel", () => {
  const builder = new GraphBuilder("net");
  const graph = builder.build({ y: batchNorm({ epsilon: 1e-3 })(relu()(builder.input("x", float32(2, 3, 4, 5)))) });
  const model = { graph, weights: scrambledWeights(graph, 3) };
  const changed = rewritten(model, splitBatchNorm);
  expect(opsOf(changed.graph)).toEqual(["relu", "mul", "add"]);
  expect(changed.graph.parameters.map(({ name, type }) => `${name} ${type.shape.join("x")}`)).toEqual([
    "batchNorm/factor 3x1x1",
    "batchNorm/offset 3x1x1",
  ]);
  expect(differences(model, changed, { x: waves(2, 3, 4, 5) })).toEqual([]);
});

test("A batch norm whose scale is computed stays", () => {
  const builder = new GraphBuilder("net");
  const x = builder.input("x", float32(1, 3, 2, 2));
  const scale = relu()(builder.input("scale", float32(3)));
  const known = { type: float32(3), initial: { kind: "constant", value: 1 } } as const;
  const { y } = builder.apply(batchNormOp, { x, scale, bias: known, mean: known, variance: known }, {});
  const graph = builder.build({ y });
  expect(printGraph(rewritten({ graph, weights: scrambledWeights(graph, 3) }, splitBatchNorm).graph)).toBe(
    printGraph(graph),
  );
});
