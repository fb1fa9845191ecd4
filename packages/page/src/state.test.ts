import { expect, test } from "vitest";
import { type Measured, keyOf } from "./measured.js";
import { type Action, type PageState, firstState, reduce } from "./state.js";

function after(...actions: readonly Action[]): PageState {
  return actions.reduce(reduce, firstState);
}

const started: Action = { kind: "started", title: "ENet 96x64 on chromium/tfjs-wasm", runs: 64 };

function finished(threads: number, medianMs = 5): Action {
  const latency = { samplesMs: [medianMs], medianMs, meanMs: medianMs, ciLowMs: medianMs, ciHighMs: medianMs };
  const cell = { network: "enet", size: { width: 96, height: 64 }, batch: 1, runtime: "chromium/tfjs-wasm", threads };
  const result = { ...cell, dtype: "fp32", device: "CPU", status: "valid", timedRegion: "host", latency } as const;
  return { kind: "finished", measured: { result } satisfies Measured };
}

test("Samples are added in the order they come", () => {
  const state = after(started, { kind: "sampled", samplesMs: [3, 1] }, { kind: "sampled", samplesMs: [2] });
  expect(state.run).toMatchObject({ phase: "running", samplesMs: [3, 1, 2], runs: 64 });
});

test("Results accumulate, and one of the same cell replaces the one before", () => {
  const { results } = after(started, finished(1), started, finished(2), started, finished(1, 9));
  expect(results.map(({ result }) => [result.threads, result.latency?.medianMs])).toEqual([
    [2, 5],
    [1, 9],
  ]);
});

test("What is stopped keeps earlier results, gives none, and hears nothing more", () => {
  const state = after(
    started,
    finished(1),
    started,
    { kind: "sampled", samplesMs: [4] },
    { kind: "stopped" },
    finished(2),
  );
  expect(state.results).toHaveLength(1);
  expect(state.run).toMatchObject({ phase: "stopped", step: expect.stringContaining("after 1 of 64 runs") });
});

test("A failure keeps earlier results and says why", () => {
  const state = after(started, finished(1), started, { kind: "failed", reason: "out of memory" });
  expect(state.results).toHaveLength(1);
  expect(state.run).toMatchObject({ phase: "failed", step: "out of memory" });
});

const artifacts = { modelTopology: {}, weightSpecs: [], weightData: new ArrayBuffer(0) };
const tfjs: Action = {
  kind: "took file",
  file: { source: { kind: "tfjs", name: "a", artifacts }, declared: [], formats: ["tfjs"] },
};
const onnx = (formats: readonly ("onnx" | "tfjs")[]): Action => {
  return {
    kind: "took file",
    file: { source: { kind: "onnx", name: "b", bytes: new Uint8Array() }, declared: [], formats },
  };
};

test("A model moves the choice to a runtime that takes it, back too, and leaves it where it does", () => {
  expect(after(tfjs).choice).toMatchObject({ model: "dropped file", runtime: "tfjs-wasm" });
  expect(after(tfjs, onnx(["onnx"])).choice).toMatchObject({ runtime: "onnxruntime-wasm" });
  expect(after(tfjs, onnx(["onnx", "tfjs"])).choice).toMatchObject({ runtime: "tfjs-wasm" });
  expect(after(onnx(["onnx"])).choice).toMatchObject({ model: "dropped file", runtime: "onnxruntime-wasm" });
});

test("A runtime that is not here is not moved to", () => {
  const missing = { kind: "probed", runtime: "tfjs-wasm", probe: { kind: "missing", reason: "no" } } as const;
  expect(after(missing, tfjs).choice).toMatchObject({ runtime: "tfjs-webgl" });
});

test("Results of an earlier visit stand with those of this one, which count more, until they are deleted", () => {
  const [earlier, other, now] = [finished(1, 3), finished(2), finished(1, 9)].map((action) =>
    action.kind === "finished" ? action.measured : undefined,
  );
  const restored = after(started, finished(1, 9), { kind: "restored", results: [earlier!, other!] });
  expect(restored.results).toEqual([other, now]);
  expect(reduce(restored, { kind: "deleted", key: keyOf(other!) }).results).toEqual([now]);
});

test("While files are read the model before them stays, and nothing that was wrong with others is said any more", () => {
  const problem = { kind: "refused file", problem: "it is cut off" } as const;
  const reading = after(tfjs, problem, { kind: "reading files" });
  expect(reading).toMatchObject({ isReading: true, file: { source: { name: "a" } } });
  expect(reading.fileProblem).toBeUndefined();
  expect(reduce(reading, problem)).toMatchObject({
    isReading: false,
    file: { source: { name: "a" } },
    fileProblem: "it is cut off",
  });
  expect(reduce(reading, onnx(["onnx"]))).toMatchObject({ isReading: false, file: { source: { name: "b" } } });
});
