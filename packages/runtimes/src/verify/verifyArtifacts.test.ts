import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildGraph, float32, initialWeights, relu, sequence } from "@linknet-kit/core";
import { writeOnnx } from "@linknet-kit/onnx";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fakeRuntime } from "../fakes/runtime.test.fake.js";
import { verifyArtifacts } from "./verifyArtifacts.js";

let folder: string;
let path: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "verify-artifacts-"));
  path = join(folder, "twice.onnx");
  const graph = buildGraph("twice", { name: "image", type: float32(1, 3, 4, 4) }, sequence(relu(), relu()), "logits");
  await writeOnnx({ graph, weights: initialWeights(1) }, path);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

test("What runs, but not with its layers as outputs, is judged by its outputs and says why there are no layers", async () => {
  // The copy that gives its layers too is called model.onnx.
  const runtimes = [fakeRuntime("runs-no-copies")];
  const { runs } = await verifyArtifacts({ artifacts: [path], runtimes, layers: true });
  expect(runs).toMatchObject([
    {
      status: "passed",
      layersReason: expect.stringContaining("too many outputs") as string,
      outputs: [{ passed: true }],
    },
  ]);
  expect(runs[0]).not.toHaveProperty("layers");
});

test("What does not run at all is an error, with or without its layers", async () => {
  for (const layers of [false, true]) {
    const { runs } = await verifyArtifacts({ artifacts: [path], runtimes: [fakeRuntime("throws")], layers });
    expect(runs).toMatchObject([{ status: "error", reason: expect.stringContaining("not implemented") as string }]);
  }
});
