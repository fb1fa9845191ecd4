import { expect, test } from "vitest";
import { GraphBuilder } from "../builder.js";
import { cast, concat, identity, pad, relu, reshape, slice, transpose } from "../ops/index.js";
import { printGraph } from "../print.js";
import { float32 } from "../tensor.js";
import { opsOf, rewrittenGraph } from "./equivalence.test.fixture.js";
import { removeIdentities } from "./removeIdentities.js";

function start() {
  const builder = new GraphBuilder("net");
  return { builder, x: builder.input("x", float32(2, 3)) };
}

test.each([
  ["an identity", identity()],
  ["a cast to the type that is there", cast({ to: "float32" })],
  ["a transpose that leaves every axis where it is", transpose({ order: [0, 1] })],
  ["a reshape to the shape that is there", reshape({ shape: [2, 3] })],
  ["a border of nothing", pad({ before: [0, 0], after: [0, 0] })],
  ["a slice of the whole", slice({ start: [0, 0], end: [2, 3], step: [1, 1] })],
  ["one operand joined with nothing", concat({ axis: 0 })],
])("%s goes", (_, layer) => {
  const { builder, x } = start();
  const graph = builder.build({ y: relu()(layer(x)) });
  expect(opsOf(rewrittenGraph(graph, removeIdentities))).toEqual(["relu"]);
});

test.each([
  ["a cast to another type", cast({ to: "float16" })],
  ["a transpose", transpose({ order: [1, 0] })],
  ["a reshape", reshape({ shape: [3, 2] })],
  ["a border", pad({ before: [0, 0], after: [0, 1] })],
  ["a slice", slice({ start: [0, 0], end: [2, 3], step: [1, 2] })],
])("%s stays", (_, layer) => {
  const { builder, x } = start();
  const graph = builder.build({ y: relu()(layer(x)) });
  expect(rewrittenGraph(graph, removeIdentities)).toBe(graph);
});

test("Many in a row give the name of an output to what they hand on", () => {
  const { builder, x } = start();
  const graph = builder.build({ y: identity()(identity()(cast({ to: "float32" })(relu()(x)))) });
  expect(printGraph(rewrittenGraph(graph, removeIdentities))).toBe(
    ["graph net", "input x: float32[2x3]", "y: float32[2x3] = relu(x) as relu", "output y", ""].join("\n"),
  );
});

test("Between an input and an output, and between two outputs, one stays", () => {
  const { builder, x } = start();
  const rectified = relu()(x);
  const graph = builder.build({ same: identity()(x), a: rectified, b: identity()(rectified) });
  expect(opsOf(rewrittenGraph(graph, removeIdentities))).toEqual(["relu", "identity", "identity"]);
});
