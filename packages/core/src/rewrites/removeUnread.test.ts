import { expect, test } from "vitest";
import { GraphBuilder } from "../builder.js";
import { conv2d, relu } from "../ops/index.js";
import { printGraph } from "../print.js";
import { float32 } from "../tensor.js";
import { removeUnread } from "./removeUnread.js";
import { rewrittenGraph } from "./equivalence.test.fixture.js";

test("A branch that leads nowhere is taken out with its weights; the rest keeps its names", () => {
  const builder = new GraphBuilder("net");
  const x = builder.input("x", float32(1, 2, 4, 4));
  const kept = relu()(x);
  builder.scope("dead", () => relu()(conv2d({ filters: 3, kernel: 1 })(kept)));
  const graph = rewrittenGraph(builder.build({ y: kept }), removeUnread);
  expect(printGraph(graph)).toBe(
    ["graph net", "input x: float32[1x2x4x4]", "y: float32[1x2x4x4] = relu(x) as relu", "output y", ""].join("\n"),
  );
});
