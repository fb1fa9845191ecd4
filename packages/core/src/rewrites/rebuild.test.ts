import { expect, test } from "vitest";
import { buildGraph } from "../builder.js";
import { type Value, mapRecord } from "../graph.js";
import { sequence } from "../layers.js";
import { conv2d, relu } from "../ops/index.js";
import { reluOp } from "../ops/relu.js";
import { printGraph } from "../print.js";
import { float32 } from "../tensor.js";
import { initialWeights } from "../weights.js";
import { rebuild } from "./rebuild.js";

const layers = sequence(conv2d({ filters: 1, kernel: 1 }), relu());
const graph = buildGraph("net", { name: "x", type: float32(1, 1, 1, 1) }, layers, "y");
const model = { graph, weights: initialWeights(0) };
const typeOf = ({ type }: Value) => type;

test("Making every node again gives the same graph", () => {
  const rebuilt = rebuild(
    model,
    (node, { builder }) =>
      builder.append(
        node,
        mapRecord(node.outputs, ({ name }) => name),
      ),
    typeOf,
  );
  expect(printGraph(rebuilt.graph)).toBe(printGraph(graph));
});

test("A node that is left out while something reads it is a bug, and so is one of another type than is said", () => {
  const without = () => rebuild(model, (node, { builder }) => (node.op === reluOp ? {} : builder.append(node)), typeOf);
  expect(without).toThrow('"y" is no value of the graph "net"');
  const other = () =>
    rebuild(
      model,
      (node, { builder }) => builder.append(node),
      () => float32(1, 1, 1, 1, 1),
    );
  expect(other).toThrow("expected one for each of 3 spatial axes");
});
