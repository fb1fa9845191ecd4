/** The tables against the paper's own arithmetic. */
import { expect, test } from "vitest";
import { networks } from "./networks.js";
import { publishedCamvid, publishedCamvidClasses, publishedCityscapes } from "./publishedAccuracy.js";

test("Table IV is as it is printed, and every row is of a network that is here", () => {
  expect(publishedCityscapes.map(({ iou, iiou }) => [iou, iiou])).toEqual([
    [56.1, 34.2],
    [58.3, 34.4],
    [68.7, undefined],
    [65.9, undefined],
    [71.4, 42.6],
    [72.6, 51.4],
    [76.4, 58.6],
  ]);
  const names = networks.map(({ name }) => name);
  for (const { network } of [...publishedCityscapes, ...publishedCamvid]) expect(names).toContain(network);
});

test("In every row of Table V the IoU is the mean of the classes, as the doubt about it says", () => {
  for (const { classes, iou } of publishedCamvid) {
    expect(classes).toHaveLength(publishedCamvidClasses.length);
    const mean = classes.reduce((sum, each) => sum + each, 0) / classes.length;
    expect(Math.abs(mean - iou)).toBeLessThanOrEqual(0.051);
  }
});
