import { expect, test } from "vitest";
import { floatTensor, intTensor } from "../tensor.js";
import { gatherElementsOp } from "./gatherElements.js";
import { gatherNDOp } from "./gatherND.js";
import { counting, rowsOf, runOp } from "./runOp.test.fixture.js";
import { type Reduction } from "./scatter.js";
import { scatterElementsOp } from "./scatterElements.js";
import { scatterNDOp } from "./scatterND.js";

// 1 2 3
// 4 5 6
const x = counting(2, 3);

test("An element is gathered from the row, or the column, in which its index stands", () => {
  const indices = intTensor([2, 2], [1, 0, 0, 1]);
  expect(rowsOf(runOp(gatherElementsOp, { x, indices }, { axis: 0 }).y)).toEqual([
    [4, 2],
    [1, 5],
  ]);
  expect(rowsOf(runOp(gatherElementsOp, { x, indices }, { axis: 1 }).y)).toEqual([
    [2, 1],
    [4, 5],
  ]);
});

test("Tuples of indices gather elements, shorter ones rows", () => {
  expect([...runOp(gatherNDOp, { x, indices: intTensor([2, 2], [1, 2, 0, 0]) }, {}).y.data]).toEqual([6, 1]);
  expect(rowsOf(runOp(gatherNDOp, { x, indices: intTensor([2, 1], [1, 1]) }, {}).y)).toEqual([
    [4, 5, 6],
    [4, 5, 6],
  ]);
  expect([...runOp(gatherNDOp, { x, indices: intTensor([2, 1], [2, 0]) }, { batchDims: 1 }).y.data]).toEqual([3, 4]);
});

test.each<[Reduction, readonly number[]]>([
  ["none", [3, 2, 9]],
  ["add", [1 - 5 + 3, 2, 3 + 9]],
  ["mul", [-15, 2, 27]],
  ["max", [3, 2, 9]],
  ["min", [-5, 2, 3]],
])("What is there and updates, two of them of one element, meet by %s", (reduction, expected) => {
  const row = counting(3);
  const [updates, indices] = [floatTensor([3], [-5, 9, 3]), [0, 2, 0]];
  const given = [
    runOp(scatterNDOp, { x: row, indices: intTensor([3, 1], indices), updates }, { reduction }),
    runOp(scatterElementsOp, { x: row, indices: intTensor([3], indices), updates }, { reduction }),
  ];
  expect(given.map(({ y }) => [...y.data])).toEqual([expected, expected]);
});

test("Updates that do not fit, and indices that point nowhere, are refused", () => {
  const updates = floatTensor([2]);
  const indices = intTensor([1, 2], [1, 3]);
  expect(() => runOp(scatterNDOp, { x, indices, updates }, {})).toThrow(
    "updates of 2 at indices of 1x2 do not fit into 2x3",
  );
  expect(() => runOp(scatterNDOp, { x, indices, updates: floatTensor([1]) }, {})).toThrow(
    "there is no index 3 along a side of 3",
  );
  expect(() => runOp(gatherElementsOp, { x, indices: intTensor([3, 1]) }, { axis: 1 })).toThrow(
    "indices of 3x1 do not stand within 2x3, apart from axis 1",
  );
  expect(() => runOp(gatherNDOp, { x, indices: intTensor([1, 2]) }, { batchDims: 1 })).toThrow(
    "indices of 1x2 point to nothing in 2x3 behind 1 axes",
  );
});

test("Truth values are replaced, and are not added", () => {
  const truths = { dtype: "bool", shape: [2], data: Uint8Array.of(1, 0) } as const;
  const operands = { x: truths, indices: intTensor([2], [1, 1]), updates: truths };
  expect([...runOp(scatterElementsOp, operands, {}).y.data]).toEqual([1, 0]);
  expect(() => runOp(scatterElementsOp, operands, { reduction: "add" })).toThrow("nothing of bool is met by add");
});
