import { expect, it } from "vitest";
import { thinOut } from "./thinOut.js";

it("A line of few points stays as it is", () => {
  const places = [
    [0, 1],
    [1, 5],
    [1.5, 2],
  ] as const;
  expect(thinOut(places)).toEqual(places);
});

it("A column of many points keeps its ends and its extremes in their order, by hand", () => {
  const column = [3, 4, 9, 5, 1, 6, 2].map((y, index) => [7 + index / 10, y] as const);
  expect(thinOut(column).map(([, y]) => y)).toEqual([3, 9, 1, 2]);
});

it("Ten thousand samples in two hundred pixels are at most four a pixel, no spike lost", () => {
  const places = Array.from({ length: 10_000 }, (_, index) => [index / 50, index === 7_777 ? 99 : index % 7] as const);
  const thin = thinOut(places);
  expect(thin.length).toBeLessThanOrEqual(800);
  expect(thin).toContainEqual([7_777 / 50, 99]);
});
