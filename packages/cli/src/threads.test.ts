import { expect, test } from "vitest";
import { checkThreads } from "./threads.js";

test("Threads are no more than the cores can do something with", () => {
  for (const threads of [undefined, 1, 16]) expect(() => checkThreads(threads, 2)).not.toThrow();
  expect(() => checkThreads(17, 2)).toThrow("--threads is 17, and 2 cores would take turns at them");
});
