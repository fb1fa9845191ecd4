import { buildGraph, concat, float32 } from "@linknet-kit/core";
import { expect, test } from "vitest";
import { requireMemory } from "./requireMemory.js";

/** Each concatenation doubles what is there: 4 bytes become 2^32 after thirty. */
const doubling = buildGraph(
  "doubling",
  { name: "x", type: float32(1, 1) },
  (x) => Array.from({ length: 30 }).reduce<typeof x>((y) => concat({ axis: 1 })(y, y), x),
  "y",
);

test("What a model takes at its peak is held against what is free, whatever its file weighs", () => {
  // The last result and the one that it is made of.
  expect(() => requireMemory("doubling.onnx", doubling, 6.4e9)).toThrow(
    "doubling.onnx takes 6.4 GB at its peak, and 6.4 GB are free on this machine",
  );
  expect(() => requireMemory("doubling.onnx", doubling, 6.5e9)).not.toThrow();
});

test("A system that does not tell what is free refuses nothing", () => {
  expect(() => requireMemory("doubling.onnx", doubling, 0)).not.toThrow();
});
