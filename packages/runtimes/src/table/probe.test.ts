import { expect, test } from "vitest";
import { fakeRuntime } from "../fakes/runtime.test.fake.js";
import { probeRuntimes } from "./probe.js";
import { findRuntime } from "./table.js";

const behaves = fakeRuntime("behaves");
const absent = fakeRuntime("is-absent");
const present = { available: true, version: "1.0.0", device: "fake device", threads: 4 };

test("Runtimes of one module are asked together, others on their own, and answers come in the order of the questions", async () => {
  const asked: string[][] = [];
  const native = findRuntime("onnxruntime-node/cpu");
  const found = await probeRuntimes([behaves, native, absent], {
    onAsk: (runtimes) => asked.push(runtimes.map(({ name }) => name)),
  });
  expect(asked).toEqual([[behaves.name, absent.name], [native.name]]);
  expect([...found.keys()]).toEqual([behaves.name, native.name, absent.name]);
  expect(found.get(behaves.name)).toEqual(present);
  expect(found.get(native.name)).toMatchObject({ available: true });
});

test("One that has nothing to run on says why, and takes no other along", async () => {
  const found = await probeRuntimes([absent, behaves]);
  expect(found.get(absent.name)).toEqual({
    available: false,
    reason: "no such accelerator",
    remedy: "buy a fake",
  });
  expect(found.get(behaves.name)).toEqual(present);
});

test("One that takes its process down is asked alone then, and so are those that were asked with it", async () => {
  const crashing = fakeRuntime("crashes-when-asked");
  const found = await probeRuntimes([behaves, crashing]);
  expect(found.get(behaves.name)).toEqual(present);
  expect(found.get(crashing.name)).toMatchObject({ available: false, reason: expect.stringContaining("SIGABRT") });
});

test.each(["onnxruntime-node/webgpu", "tfjs/webgpu"])(
  "A module that is asked for a device it does not know, as %s misspelt, is no runtime: it would measure the CPU under that name",
  async (name) => {
    const row = findRuntime(name);
    for (const variant of ["webgpux", "", "__proto__", "constructor"]) {
      const driver = new URL(row.driver);
      driver.hash = variant;
      const found = await probeRuntimes([{ ...row, driver: driver.href }]);
      expect(found.get(name)).toMatchObject({ available: false, reason: expect.stringContaining("there is only #") });
    }
  },
);
