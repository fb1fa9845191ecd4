import { expect, test } from "vitest";
import { GraphBuilder } from "../builder.js";
import { reshape, transpose } from "../ops/index.js";
import { float32 } from "../tensor.js";
import { cancelReshapes } from "./cancelReshapes.js";
import { opsOf, rewrittenGraph } from "./equivalence.test.fixture.js";
import { removeIdentities } from "./removeIdentities.js";

function start() {
  const builder = new GraphBuilder("net");
  return { builder, x: builder.input("x", float32(2, 3, 4)) };
}

test("Of several in a row the last stays, and none where it gives the shape that was there", () => {
  const { builder, x } = start();
  const flat = reshape({ shape: [24] })(reshape({ shape: [6, 4] })(x));
  const graph = builder.build({ flat, same: transpose({ order: [2, 1, 0] })(reshape({ shape: [2, 3, 4] })(flat)) });
  const { nodes } = rewrittenGraph(graph, cancelReshapes, removeIdentities);
  expect(nodes.map(({ op }) => op.name)).toEqual(["reshape", "transpose"]);
  expect(nodes[1]!.inputs).toMatchObject({ x: { name: "x" } });
});

test("A transpose that moves axes of one element alone joins the reshape before it", () => {
  const { builder, x } = start();
  const image = reshape({ shape: [1, 6, 1, 4] })(x);
  const graph = builder.build({ y: transpose({ order: [2, 1, 3, 0] })(image) });
  expect(opsOf(rewrittenGraph(graph, cancelReshapes))).toEqual(["reshape"]);
  const { builder: other, x: same } = start();
  const turned = transpose({ order: [0, 3, 2, 1] })(reshape({ shape: [1, 6, 1, 4] })(same));
  expect(opsOf(rewrittenGraph(other.build({ y: turned }), cancelReshapes))).toEqual(["reshape", "transpose"]);
});
