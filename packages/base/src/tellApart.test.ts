import { expect, test } from "vitest";
import { tellApart } from "./tellApart.js";

test.each([
  [
    ["/x/runs/a", "/x/runs/b"],
    ["a", "b"],
  ],
  [
    ["/x/runs/a", "/x/other/a", "/x/b"],
    ["runs/a", "other/a", "b"],
  ],
  [
    ["/a", "/x/a", "/y/x/a"],
    ["a", "x/a", "y/x/a"],
  ],
  [
    ["C:\\runs\\a\\", "C:\\other\\a"],
    ["runs/a", "other/a"],
  ],
  [
    ["/x/a", "/x/a"],
    ["a", "a"],
  ],
  [["/"], [""]],
])("%j are called %j", (paths, names) => {
  expect(tellApart(paths)).toEqual(names);
});
