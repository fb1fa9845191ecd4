import { expect, test } from "vitest";
import { camvid } from "./camvid.js";
import { describeImages } from "./labelSet.js";
import { classNames } from "./labelSets.js";

test("A network of the paper has a name for each of its channels, the last of which is unlabelled", () => {
  expect(classNames(20)?.slice(0, 2)).toEqual(["road", "sidewalk"]);
  expect(classNames(12)?.slice(0, 2)).toEqual(["sky", "building"]);
  for (const classes of [20, 12]) {
    const names = classNames(classes)!;
    expect(names.at(-1)).toBe("unlabelled");
    expect(new Set(names).size).toBe(classes);
  }
});

test("Other numbers of classes are of no data set here", () => {
  for (const classes of [1, 11, 19, 21]) expect(classNames(classes)).toBeUndefined();
});

test("Scenes that were drawn are not called images of the data set whose labels they have", () => {
  expect(describeImages(1, { labels: camvid })).toBe("1 image with labels of CamVid");
  expect(describeImages(2, { labels: camvid, isGenerated: true })).toBe("2 generated scenes with labels of CamVid");
});
