import { expect, test } from "vitest";
import { firstState } from "../state.js";
import { describeGpus } from "./probeFacts.js";

const { probes: asking } = firstState;
const missing = { kind: "missing", reason: "no adapter" } as const;
const none = { ...asking };
for (const name of Object.keys(none) as (keyof typeof none)[]) none[name] = missing;

test("That no GPU answers is said when all runtimes have been asked, not before", () => {
  expect(describeGpus(asking)).toBe("looking ...");
  expect(describeGpus({ ...none, "tfjs-webgpu": { kind: "asking" } })).toBe("looking ...");
  expect(describeGpus(none)).toBe("none answers");
});

test("Each GPU is named once, however many runtimes use it", () => {
  const there = (device: string) => ({ kind: "there", version: "1", device, threads: 1 }) as const;
  const probes = { ...none, "tfjs-wasm": there("CPU"), "tfjs-webgl": there("RTX"), "onnxruntime-webgl": there("RTX") };
  expect(describeGpus(probes)).toBe("RTX");
});
