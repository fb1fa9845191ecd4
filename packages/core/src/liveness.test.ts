import { expect, test } from "vitest";
import { GraphBuilder } from "./builder.js";
import { lastReads } from "./liveness.js";
import { add, relu } from "./ops/index.js";
import { float32 } from "./tensor.js";

test("A value lives until the last node that reads it, an output past every node, an unread value not at all", () => {
  const builder = new GraphBuilder("net");
  const x = builder.input("x", float32(1));
  const a = builder.scope("a", () => relu()(x));
  const b = builder.scope("b", () => relu()(a));
  builder.scope("unread", () => relu()(a));
  const c = builder.scope("c", () => add()(a, b));
  const graph = builder.build({ b, c });
  expect(Object.fromEntries(lastReads(graph))).toEqual({ x: 0, "a/relu": 3, b: 4, c: 4 });
});
