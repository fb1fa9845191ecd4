/** Models as PyTorch writes them are verified as they are, whatever their operators and types and wherever their weights lie. */
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import { findRuntime } from "../table/table.js";
import { verifyArtifacts } from "./verifyArtifacts.js";

vi.setConfig({ testTimeout: 240_000 });

const RUNTIMES = [findRuntime("onnxruntime-node/cpu"), findRuntime("onnxruntime-web/wasm")];
const at = (file: string): string => fileURLToPath(new URL(`../../../../fixtures/pytorch/${file}`, import.meta.url));

test.each([
  ["unet-external.onnx", {}, ["logits"]],
  ["unet-open.onnx", { inputShapes: { image: [2, 3, 24, 16] } }, ["logits"]],
  ["unet-half.onnx", {}, ["logits"]],
  ["gate-labels.onnx", {}, ["labels", "descriptor"]],
  ["tokens.onnx", {}, ["features"]],
])("%s", async (file, sizes, names) => {
  const { runs } = await verifyArtifacts({ artifacts: [at(file)], runtimes: RUNTIMES, isChosen: true, sizes });
  expect(runs).toHaveLength(2);
  for (const { status, outputs = [] } of runs) {
    expect({ status, names: outputs.map(({ name }) => name) }).toEqual({ status: "passed", names });
  }
});
