import { expect, test } from "vitest";
import { edgesToPlace } from "./longEdges.js";

const chain = (length: number) => Array.from({ length }, (_, index) => ({ from: `n${index}`, to: `n${index + 1}` }));

test("short edges are placed before long ones, which cost a bend for each box that they pass", () => {
  const edges = [{ from: "n0", to: "n900" }, { from: "n0", to: "n500" }, ...chain(1000), { from: "n3", to: "n20" }];
  const placed = edgesToPlace(edges);
  // 499 bends and 16; another 899 are too many.
  expect([placed.has(0), placed.has(1), placed.has(edges.length - 1)]).toEqual([false, true, true]);
  expect(placed.size).toBe(edges.length - 1);
});

test("edges in a circle are placed", () => {
  const edges = [...chain(3), { from: "n3", to: "n0" }, { from: "n3", to: "end" }];
  expect(edgesToPlace(edges).size).toBe(edges.length);
});
