import { expect, test } from "vitest";
import { float32 } from "../tensor.js";
import { wholeParts } from "./wholeParts.js";
import { split, splitAsAttribute, splitAsInput } from "./split.js";

const x = float32(2, 7);
const box = (start: number, end: number) => ({ start: [0, start], end: [2, end], step: [1, 1] });

test("Boxes are parts in the order of the axis, wherever they stand in the list", () => {
  expect(wholeParts(x, [box(5, 7), box(0, 2), box(2, 5)])).toEqual({ axis: 1, parts: [1, 2, 0], lengths: [2, 3, 2] });
});

test("Boxes that leave a gap, are empty or are the whole are no parts", () => {
  for (const boxes of [[box(0, 2), box(3, 7)], [box(0, 0), box(0, 7)], [box(0, 7)], []]) {
    expect(wholeParts(x, boxes)).toBeUndefined();
  }
});

test("A side of 0 has no parts, and a tensor without axes neither", () => {
  expect(wholeParts(float32(2, 0), [box(0, 0), box(0, 0)])).toBeUndefined();
  expect(wholeParts(float32(), [{ start: [], end: [], step: [] }])).toBeUndefined();
});

test("Lengths are an attribute, an input, or the number of equal parts, as the opset has it", () => {
  const even = [box(0, 1), box(1, 2)].map((each) => ({ ...each }));
  const y = float32(2, 2);
  const said = [splitAsAttribute, splitAsInput, split].map(({ joint }) => joint!.join(y, even));
  expect(said.map((each) => Object.keys(each!.attributes!))).toEqual([
    ["axis", "split"],
    ["axis"],
    ["axis", "num_outputs"],
  ]);
  const uneven = splitAsInput.joint!.join(x, [box(0, 1), box(1, 7)]);
  expect(Array.from(uneven!.constants!["split"]!.data, Number)).toEqual([1, 6]);
});
