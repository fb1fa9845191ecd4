import { intTensor } from "@linknet-kit/core";
import { expect, test } from "vitest";
import { classWeights, countLabels } from "./classWeights.js";

test("A class weighs 1 / ln(1.02 + p), p its share of the pixels that are counted", async () => {
  const maps = [intTensor([1, 2, 2], [0, 255, 0, 7]), intTensor([1, 1, 3], [1, 1, 255])];
  const counts = await countLabels(maps, { classes: 3, ignore: 255 });
  expect(counts).toEqual([2, 2, 0]);
  expect(classWeights(counts).map((each) => Number(each.toFixed(3)))).toEqual([2.388, 2.388, 50.498]);
});

test("The class that is ignored has no pixels", async () => {
  expect(await countLabels([intTensor([3], [0, 1, 1])], { classes: 2, ignore: 1 })).toEqual([1, 0]);
});

test("Without a pixel there are no shares", () => {
  expect(() => classWeights([0, 0])).toThrow("no pixel has a class that could be weighed");
});
