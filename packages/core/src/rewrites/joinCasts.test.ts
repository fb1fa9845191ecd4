import { expect, test } from "vitest";
import { GraphBuilder } from "../builder.js";
import type { VALUE_TYPES } from "../dtypes.js";
import { cast, relu } from "../ops/index.js";
import { castTensor, floatTensor } from "../tensor.js";
import { givenWeights } from "../weights.js";
import { differences, opsOf, rewritten } from "./equivalence.test.fixture.js";
import { joinCasts } from "./joinCasts.js";

type ValueType = (typeof VALUE_TYPES)[number];

/** How many casts are left of those from the first type to each other in turn, between which nothing stands; they must compute the same. */
function castsLeft(from: ValueType, ...types: readonly ValueType[]): number {
  const builder = new GraphBuilder("casts");
  const x = relu()(builder.input("x", { dtype: "float32", shape: [5] }));
  const start = cast({ to: from })(x);
  const graph = builder.build({ y: types.reduce((value, to) => cast({ to })(value), start), start });
  const model = { graph, weights: givenWeights(new Map()) };
  const joined = rewritten(model, joinCasts);
  expect(differences(model, joined, { x: floatTensor([5], [0, 1, 0.3, 100, -100]) })).toEqual([]);
  expect(castTensor(floatTensor([1], [1]), from).shape).toEqual([1]);
  return opsOf(joined.graph).filter((op) => op === "cast").length - 1;
}

test.each<readonly [number, readonly [ValueType, ...ValueType[]]]>([
  [1, ["int32", "int64", "uint8"]],
  [1, ["uint8", "int32", "float32"]],
  [1, ["float16", "float32", "int32"]],
  // The output needs a node of its own beside the other output, which it would be.
  [2, ["bool", "float32", "bool"]],
])("%i of casts of %j", (left, [from, ...to]) => {
  expect(castsLeft(from, ...to)).toBe(left);
});

test.each<readonly [ValueType, ...ValueType[]]>([
  ["float32", "float16", "float32"],
  ["float32", "int32", "float32"],
  ["int64", "int32", "int64"],
  ["int32", "float32", "int32"],
  ["uint8", "float32", "int8"],
])(
  "Casts from %s to %s and to %s stay, as the first may lose something or the second is of its result alone",
  (from, ...to) => {
    expect(castsLeft(from, ...to)).toBe(2);
  },
);

test("Casts there and back go", () => {
  const builder = new GraphBuilder("casts");
  const flags = builder.input("x", { dtype: "bool", shape: [2] });
  const back = cast({ to: "bool" })(cast({ to: "int32" })(flags));
  const { graph } = rewritten(
    { graph: builder.build({ y: cast({ to: "float32" })(back) }), weights: givenWeights(new Map()) },
    joinCasts,
  );
  expect(opsOf(graph)).toEqual(["cast"]);
});
