import { expect, test } from "vitest";
import { GraphBuilder } from "../builder.js";
import { outputValues } from "../graph.js";
import { add, clipOp, depthToSpace, depthToSpaceOp, relu } from "../ops/index.js";
import { evaluate } from "../evaluate.js";
import { opModel } from "../opModel.js";
import { float32, intTensor } from "../tensor.js";
import { initialWeights } from "../weights.js";
import { decompose } from "./decompose.js";
import { differences, opsOf, rewritten, waves } from "./equivalence.test.fixture.js";

/** Two interleaves, the second the output "y". */
function interleaves() {
  const builder = new GraphBuilder("net");
  const x = builder.input("x", float32(2, 12, 2, 3));
  const inner = builder.scope("inner", () => depthToSpace({ block: [3, 1] })(x));
  const both = add()(relu()(inner), inner);
  const y = builder.scope("outer", () => depthToSpace({ block: 2 })(both));
  return { graph: builder.build({ y }), weights: initialWeights(0) };
}

const apart = ["reshape", "transpose", "reshape"];
const chain = [...apart, "relu", "add", ...apart];

test("Nodes of an op that a format does not have become others, which stand below them", () => {
  const model = interleaves();
  const parts = rewritten(
    model,
    decompose(({ op }) => op === depthToSpaceOp),
  );
  expect(opsOf(parts.graph)).toEqual(chain);
  expect(parts.graph.nodes.slice(0, 3).map(({ name }) => name)).toEqual([
    "inner/depthToSpace/reshape",
    "inner/depthToSpace/transpose",
    "inner/depthToSpace/reshape2",
  ]);
  expect(differences(model, parts, { x: waves(2, 12, 2, 3) })).toEqual([]);
});

test("What they give is called as before", () => {
  const { graph } = rewritten(
    interleaves(),
    decompose(() => true),
  );
  const names = graph.nodes.flatMap(outputValues).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(["inner/depthToSpace", "y"]));
});

test("A node that the format has stays, and so does one whose op is made of nothing else", () => {
  const model = interleaves();
  const some = decompose(({ attributes }) => (attributes["block"] as readonly number[] | undefined)?.[1] !== 2);
  expect(opsOf(rewritten(model, some).graph)).toEqual([
    "reshape",
    "transpose",
    "reshape",
    "relu",
    "add",
    "depthToSpace",
  ]);
});

test("Constants of integers stay what they are", () => {
  const { model, inputs } = opModel(clipOp, { x: intTensor([3], [2n ** 60n, -4, 1]) }, { min: -2, max: 2 ** 53 - 1 });
  const parts = rewritten(
    model,
    decompose(() => true),
  );
  expect(opsOf(parts.graph)).toEqual(["max", "min"]);
  expect(evaluate(parts, inputs)["y"]).toEqual(intTensor([3], [2n ** 53n - 1n, -2, 1]));
});
