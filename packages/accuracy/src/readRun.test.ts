/** Runs that are read again, and folders that are none. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { initialWeights } from "@linknet-kit/core";
import { writeSafetensors } from "@linknet-kit/weights";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readRun } from "./readRun.js";
import { type Recipe, labelSetOf, printRecipe, recipeNetwork } from "./recipe.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "run-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const recipe: Recipe = {
  version: 1,
  network: "linknet",
  width: 0.125,
  size: { width: 48, height: 32 },
  labels: "camvid",
  channels: 12,
  mean: [0.5, 0.25, 0.125],
};

const writeRecipe = async (text: string) => await writeFile(join(folder, "recipe.json"), text);
const writeWeights = async (name: string, seed: number, of: Recipe = recipe) =>
  await writeSafetensors({ graph: recipeNetwork(of), weights: initialWeights(seed) }, join(folder, name));
const firstNumber = ({ model: { graph, weights } }: Awaited<ReturnType<typeof readRun>>) =>
  weights.get(graph.parameters[0]!).data[0];

test("A run is read as its network with its best weights, or with the last where it has no best", async () => {
  await writeRecipe(printRecipe(recipe));
  await writeWeights("last.safetensors", 1);
  const last = await readRun(folder);
  await writeWeights("best.safetensors", 2);
  const best = await readRun(folder);
  expect(best.recipe).toEqual(recipe);
  expect(best.model.graph.inputs[0]!.type.shape).toEqual([1, 3, 32, 48]);
  expect(best.model.graph.outputs[0]!.type.shape).toEqual([1, 12, 32, 48]);
  expect(labelSetOf(recipe).name).toBe("CamVid");
  const drawn = (seed: number) => initialWeights(seed).get(best.model.graph.parameters[0]!).data[0];
  expect([firstNumber(last), firstNumber(best)]).toEqual([drawn(1), drawn(2)]);
});

test("A folder that is not there, holds no run, or one without weights is an error", async () => {
  await expect(readRun(join(folder, "none"))).rejects.toThrow("is no folder that can be read");
  await expect(readRun(folder)).rejects.toThrow("holds no run: there is no recipe.json");
  await writeRecipe(printRecipe(recipe));
  await mkdir(join(folder, "more"));
  await expect(readRun(folder)).rejects.toThrow("has no weights yet");
});

test("Weights of another network are an error", async () => {
  await writeRecipe(printRecipe({ ...recipe, width: 0.25 }));
  await writeWeights("best.safetensors", 0);
  await expect(readRun(folder)).rejects.toThrow("linknet");
});

test.each([
  ["{", "it is no JSON"],
  ["[]", "expected an object"],
  [{ network: "linkent" }, 'network "linkent" is none that is known here'],
  [{ channels: 20 }, "channels is 20, but camvid has 12"],
  [{ size: { width: 1e9, height: 32 } }, "size.width must be at most 16384"],
  [{ mean: [0, 0] }, "mean"],
  [{ mean: [0, 0, 255] }, "mean.2 must be at most 1"],
  [{ version: 2 }, "version must be 1"],
  [{ labels: "toString" }, "labels"],
])("A recipe that is %o is an error", async (changed, words) => {
  await writeRecipe(typeof changed === "string" ? changed : JSON.stringify({ ...recipe, ...changed }));
  await expect(readRun(folder)).rejects.toThrow(words);
});
