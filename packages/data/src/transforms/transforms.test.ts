import { expect, test } from "vitest";
import { augment } from "./augment.js";
import { type Labelled, crop, flip } from "./labelled.js";
import { resize, resizeColours, resizeNumbers } from "./resize.js";

/** Grey as its channels. */
const imageOf = (width: number, channels: readonly number[]): Labelled => ({
  width,
  height: channels.length / width,
  channels: Uint8Array.from(channels),
  colours: Uint8Array.from(channels.flatMap((each) => [each, each + 100, each + 200])),
});
const greys = (...values: readonly number[]) => Uint8Array.from(values.flatMap((value) => [value, value, value]));
const oneOfThree = (colours: Uint8Array) => [...colours].filter((_, place) => place % 3 === 0);

test("Labels are resized by the nearest, and no new ones come to be", () => {
  const row = (data: readonly number[], width: number) => [
    ...resizeNumbers(Uint8Array.from(data), { width: data.length, height: 1 }, { width, height: 1 }),
  ];
  expect(row([0, 3], 4)).toEqual([0, 0, 3, 3]);
  expect(row([18, 255], 3)).toEqual([18, 255, 255]);
  expect(row([1, 2, 3, 4], 2)).toEqual([2, 4]);
  expect(row([1, 2, 3], 1)).toEqual([2]);
  expect([...resizeNumbers(Uint16Array.of(26000, 7), { width: 1, height: 2 }, { width: 1, height: 3 })]).toEqual([
    26000, 7, 7,
  ]);
});

test("Pictures grow bilinearly and shrink to means", () => {
  const row = (data: readonly number[], width: number) =>
    oneOfThree(resizeColours(greys(...data), { width: data.length, height: 1 }, { width, height: 1 }));
  expect(row([0, 100], 4)).toEqual([0, 25, 75, 100]);
  expect(row([10, 30], 1)).toEqual([20]);
  // By half: weights 1, 3, 3, 1, of which one is missing where the image ends; 80 / 7, and (0 + 240 + 480) / 7.
  expect(row([0, 0, 80, 160], 2)).toEqual([11, 103]);
  const column = resizeColours(greys(0, 100), { width: 1, height: 2 }, { width: 1, height: 4 });
  expect(oneOfThree(column)).toEqual([0, 25, 75, 100]);
});

test("A picture and its labels stay on each other", () => {
  const image = imageOf(3, [0, 1, 2, 3, 4, 5]);
  expect(flip(image)).toEqual(imageOf(3, [2, 1, 0, 5, 4, 3]));
  expect(crop(image, { left: 1, top: 1, width: 2, height: 1 })).toEqual(imageOf(2, [4, 5]));
  expect(() => crop(image, { left: 2, top: 0, width: 2, height: 1 })).toThrow("2x1 at 2, 0 is not within 3x2");
  expect(resize(image, { width: 3, height: 2 })).toBe(image);
  expect(resize(image, { width: 6, height: 4 }).channels.slice(0, 6)).toEqual(Uint8Array.of(0, 0, 1, 1, 2, 2));
});

test("Augmentations are the same for the same seed, epoch and name, and keep to their sizes", () => {
  const image = imageOf(
    6,
    Array.from({ length: 24 }, (_, place) => place),
  );
  const all = { flip: true, scale: [0.5, 2], crop: { width: 5, height: 3 } } as const;
  const views = Array.from({ length: 20 }, (_, epoch) => augment(image, all, { seed: 1, epoch, name: "a" }));
  expect(views).toEqual(views.map((_, epoch) => augment(image, all, { seed: 1, epoch, name: "a" })));
  expect(views.every(({ width, height }) => width === 5 && height === 3)).toBe(true);
  expect(new Set(views.map(({ channels }) => channels.join())).size).toBeGreaterThan(10);
  expect(views[0]).not.toEqual(augment(image, all, { seed: 1, epoch: 0, name: "b" }));
  expect(views.flatMap(({ channels }) => [...channels]).every((channel) => channel < 24)).toBe(true);
  const turned = views.map((_, epoch) => augment(image, { flip: true }, { seed: 1, epoch, name: "a" }).channels[0]);
  expect(new Set(turned)).toEqual(new Set([0, 5]));
  // What says nothing changes nothing.
  expect(augment(image, {}, { seed: 1, epoch: 0, name: "a" })).toEqual(image);
});
