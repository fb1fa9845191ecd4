import { expect, test } from "vitest";
import { describeEnd } from "./describeEnd.js";

test.each([
  [{ code: 137, signal: null, tail: "" }, /memory runs out: choose a smaller size or batch/],
  [{ code: null, signal: "SIGKILL", tail: "" }, /memory runs out/],
  [
    { code: null, signal: "SIGABRT", tail: "FATAL ERROR: Reached heap limit - JavaScript heap out of memory" },
    /^ran out of memory/,
  ],
  [{ code: null, signal: "SIGABRT", tail: "terminate called: std::bad_alloc" }, /^ran out of memory/],
  [{ code: null, signal: "SIGILL", tail: "" }, /crashed \(SIGILL\): reinstall or update/],
  [{ code: 0, signal: null, tail: "" }, /ended without an answer/],
  [{ code: 3, signal: null, tail: "no licence" }, /exit code 3 .*it last wrote: no licence$/],
] as const)("%o", (end, expected) => {
  expect(describeEnd(end)).toMatch(expected);
});
