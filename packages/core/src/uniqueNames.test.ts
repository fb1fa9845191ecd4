import { expect, test } from "vitest";
import { nameFinder, uniqueNames } from "./uniqueNames.js";

test("A name that is taken gets the lowest number that is free", () => {
  const name = uniqueNames(["a", "a3", "b2"]);
  expect(["a", "a", "b", "b", "a2", "c"].map(name)).toEqual(["a2", "a4", "b", "b3", "a22", "c"]);
});

test("A name is only looked for, and stays free until it is taken", () => {
  const taken = new Set(["a"]);
  const find = nameFinder((name) => taken.has(name));
  expect([find("a"), find("a")]).toEqual(["a2", "a2"]);
  taken.add("a2").add("a3");
  expect(find("a")).toBe("a4");
});

test("Names are looked at once each, however many want the same", () => {
  let looks = 0;
  const taken = new Set<string>();
  const find = nameFinder((name) => {
    looks += 1;
    return taken.has(name);
  });
  for (let index = 0; index < 1000; index += 1) taken.add(find("relu"));
  expect(taken.has("relu1000")).toBe(true);
  expect(looks).toBeLessThan(5000);
});
