/** The trained network that comes along, in each form that it is exported in: as good on scenes that it has not seen. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeCamvidScenes } from "@linknet-kit/data";
import { readAccuracyFile } from "@linknet-kit/results/files";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { runCommand } from "./recordedTerminal.test.support.js";

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

const trained = join(import.meta.dirname, "../../../fixtures/scenes-linknet");
const size = { width: 160, height: 96 };
let folder: string;
const at = (name: string): string => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "scene-network-"));
  await writeCamvidScenes(at("scenes"), { size, fieldOfView: 36, seed: 1, examples: { test: 4 } });
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function run(words: string): Promise<void> {
  const { code, notes } = await runCommand(words);
  expect({ code, notes }).toMatchObject({ code: 0 });
}

const meanIous = async (models: string, runtime: string): Promise<readonly number[]> => {
  const { mean } = JSON.parse(await readFile(join(trained, "recipe.json"), "utf8")) as { mean: readonly number[] };
  const file = at(`${runtime.replace("/", "-")}.json`);
  await run(`evaluate ${models} --data ${at("scenes")} --mean ${mean.join(",")} --runtimes ${runtime} -o ${file}`);
  const { results } = await readAccuracyFile(file);
  return results.map(({ scores }) => 100 * scores.meanIou!);
};

test("In float32, with labels out, in float16 and in tfjs it is right as often", async () => {
  const model = `linknet --weights ${join(trained, "best.safetensors")} --width 0.25 --classes 12 --size 160x96`;
  await run(`export ${model} --to onnx,tfjs -o ${at("whole")}`);
  await run(`export ${model} --output labels -o ${at("labels")}`);
  await run(`export ${model} --dtype fp16 -o ${at("half")}`);
  const onnx = ["whole/linknet-160x96.onnx", "labels/linknet-160x96-labels.onnx", "half/linknet-160x96-fp16.onnx"];
  const [whole, labels, half] = await meanIous(onnx.map(at).join(" "), "onnxruntime-node");
  const [tfjs] = await meanIous(at("whole/linknet-160x96/model.json"), "tfjs/wasm");
  // A network that has learnt nothing has less than 3; on all 120 scenes this one has 61.5.
  expect(whole).toBeGreaterThan(50);
  expect(Math.abs(labels! - whole!)).toBeLessThan(0.01);
  expect(Math.abs(tfjs! - whole!)).toBeLessThan(0.01);
  expect(Math.abs(half! - whole!)).toBeLessThan(0.1);
});
