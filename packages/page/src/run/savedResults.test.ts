import { expect, test } from "vitest";
import { measuredIn } from "./savedResults.js";

const cell = { network: "enet", size: { width: 96, height: 64 }, batch: 1, runtime: "chromium/tfjs-wasm", threads: 1 };
const result = { ...cell, dtype: "fp32", device: "CPU", status: "failed", timedRegion: "host", reason: "no" } as const;

test("What an older or another page saved is left out, and the rest is there", () => {
  const count = { network: "enet" };
  expect(measuredIn([{ result }, null, 5, { result: { ...result, status: "fine" } }, { result, count }])).toEqual([
    { result },
    { result },
  ]);
  for (const other of [undefined, "text", {}, { result }]) expect(measuredIn(other)).toEqual([]);
});
