import { expect, test } from "vitest";
import { classNames } from "./classNames.js";
import { DEFAULT_OPTIONS } from "@linknet-kit/core";

test("A network of the paper has a name for each of its channels, the last of which is unlabelled", () => {
  expect(classNames(DEFAULT_OPTIONS.classes)).toHaveLength(20);
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
