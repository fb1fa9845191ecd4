import { expect, test } from "vitest";
import { camvid } from "./camvid.js";
import { cityscapes } from "./cityscapes.js";
import type { LabelSet } from "./labelSet.js";

const colourOf = ({ labels }: LabelSet, wanted: string) => labels.find(({ name }) => name === wanted)?.colour;

test("Labels have the colours of their data sets' own images", () => {
  expect(colourOf(camvid, "road")).toEqual([128, 64, 128]);
  expect(colourOf(camvid, "pavement")).toEqual([0, 0, 192]);
  expect(colourOf(camvid, "bicyclist")).toEqual([0, 128, 192]);
  expect(colourOf(cityscapes, "vegetation")).toEqual([107, 142, 35]);
  expect(colourOf(cityscapes, "person")).toEqual([220, 20, 60]);
  expect(colourOf(cityscapes, "caravan")).toEqual([0, 0, 90]);
  expect(colourOf(cityscapes, "bicycle")).toEqual([119, 11, 32]);
});

test("Labels that are scored have a colour each, which are apart", () => {
  for (const { labels } of [camvid, cityscapes]) {
    const colours = labels.flatMap(({ colour, isIgnored }) => (isIgnored === true ? [] : [colour?.join()]));
    expect(new Set(colours).size).toBe(labels.filter(({ isIgnored }) => isIgnored !== true).length);
    expect(colours).not.toContain(undefined);
    expect(
      labels.every(({ colour }) => colour?.every((part) => Number.isInteger(part) && part >= 0 && part < 256)),
    ).toBe(true);
  }
});
