import { setFlagsFromString } from "node:v8";
import { setTimeout as sleep } from "node:timers/promises";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { unlessFailed } from "./unlessFailed.js";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

const never = async (): Promise<never> => await new Promise(() => {});

test("Work gives its value or its own failure while nothing else fails", async () => {
  const wait = unlessFailed(never());
  expect(await wait(Promise.resolve(3))).toBe(3);
  await expect(wait(Promise.reject(new Error("its own")))).rejects.toThrow("its own");
});

test("A failure ends what waits and whatever is begun afterwards", async () => {
  let fail!: (reason: Error) => void;
  const wait = unlessFailed(new Promise<never>((_, reject) => (fail = reject)));
  const [first, second] = [wait(never()), wait(never())];
  fail(new Error("gone"));
  const failed = Promise.reject(new Error("its own"));
  for (const each of [first, second, wait(failed)]) await expect(each).rejects.toThrow("gone");
});

/** Whether a value is let go of once it was waited for. */
async function isLetGo(wait: (work: Promise<object>) => Promise<object>): Promise<boolean> {
  const held = new WeakRef(await wait(Promise.resolve({ large: true })));
  await sleep(1);
  collect();
  return held.deref() === undefined;
}

test("Values are let go of, which a race would keep", async () => {
  const failing = never();
  expect(await isLetGo(unlessFailed(failing))).toBe(true);
  expect(await isLetGo(async (work) => await Promise.race([work, failing]))).toBe(false);
});
