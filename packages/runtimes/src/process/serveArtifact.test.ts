/** Processes that keep an artifact loaded, with a driver that behaves and with others. */
import { floatTensor } from "@linknet-kit/core";
import { expect, test, vi } from "vitest";
import { fakeRuntime, reluModel } from "../fakes/runtime.test.fake.js";
import { type ServingOptions, serveArtifact } from "./serveArtifact.js";

vi.setConfig({ testTimeout: 180_000 });

const { graph } = reluModel({ network: "relu", size: { width: 2, height: 1 }, batch: 1 });
const of = (behaviour: string, more: Partial<ServingOptions> = {}): ServingOptions => ({
  runtime: { ...fakeRuntime(behaviour), name: "fake/cpu" },
  artifact: { path: "model.onnx", inputs: graph.inputs, outputs: graph.outputs },
  ...more,
});
const image = (...values: readonly number[]) => ({ image: floatTensor([1, 3, 1, 2], values) });

test("An artifact runs on what it is sent, one after the other, until its use ends", async () => {
  const given = await serveArtifact(of("behaves", { threads: 3 }), async ({ run, ...on }) => {
    expect(on).toMatchObject({ version: "1.0.0", device: "fake device", threads: 3, loadTimes: {} });
    const first = await run(image(-1, 2, -3, 4, -5, 6));
    const second = await run(image(1, -2, 3, -4, 5, -6));
    return [first, second].map(({ outputs: { logits } }) => [...(logits!.data as Float32Array)]);
  });
  expect(given).toEqual([
    [0, 2, 0, 4, 0, 6],
    [1, 0, 3, 0, 5, 0],
  ]);
});

test.each([
  ["throws", "model.onnx does not run on fake/cpu: operator Relu is not implemented"],
  ["complains", "licence server not found"],
])("What a driver that %s does instead of an answer is told", async (behaviour, words) => {
  const use = serveArtifact(of(behaviour), async ({ run }) => await run(image(1, 2, 3, 4, 5, 6)));
  await expect(use).rejects.toThrow(words);
});

test("A signal ends what waits, with its reason", async () => {
  const controller = new AbortController();
  const use = serveArtifact(of("hangs", { signal: controller.signal }), async ({ run }) => {
    setTimeout(() => controller.abort(new Error("enough")), 50);
    return await run(image(1, 2, 3, 4, 5, 6));
  });
  await expect(use).rejects.toThrow("enough");
});
