/** Scores of a network that is a known function, over data sets that are made by hand. */
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, unlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findTarget } from "@linknet-kit/artifacts";
import { initialWeights, labelRewrites } from "@linknet-kit/core";
import { printRecipe, recipeNetwork } from "@linknet-kit/accuracy";
import { readPicture } from "@linknet-kit/data";
import { findRuntime } from "@linknet-kit/runtimes";
import { parseAccuracyFile, printAccuracyFile } from "@linknet-kit/results/files";
import { writeSafetensors } from "@linknet-kit/weights";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { coloursModel, writeCamvid, writeMap, writeModel, writePicture } from "./coloursNetwork.test.fixture.js";
import { type EvaluationOptions, evaluateModels } from "./evaluate.js";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const SIZE = { width: 4, height: 2 };
/** Of CamVid: sky, road and car. */
const CHANNELS = { classes: 12, red: 0, green: 3, blue: 8 };

let folder: string;
let data: string;
let logits: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "evaluate-"));
  data = join(folder, "made-by-hand");
  logits = await writeModel(folder, "logits", coloursModel(SIZE, CHANNELS));
  await writeCamvid(data, {
    a: {
      picture: ["RRGB", "RGGG"],
      labels: [
        [0, 0, 3, 8],
        [3, 3, 11, 8],
      ],
    },
    // Half as wide as the network: it sees rows of red, 3/4 red, 3/4 green and green.
    b: {
      picture: ["RG", "RG"],
      labels: [
        [0, 3],
        [0, 8],
      ],
    },
  });
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const evaluated = async (models: readonly string[], more: Partial<EvaluationOptions> = {}) =>
  await evaluateModels({ models, data, ...more });

/**
 * Sky: 4 of 4 found, and 1 road is called sky. Road: 3 of 4 found, and 2 cars are called road; what is ignored counts nowhere, though it is called
 * road. Cars: 1 of 3.
 */
const SCORES = {
  pixels: 11,
  pixelAccuracy: expect.closeTo(8 / 11, 12),
  meanClassAccuracy: expect.closeTo((1 + 3 / 4 + 1 / 3) / 3, 12),
  meanIou: expect.closeTo((4 / 5 + 3 / 6 + 1 / 3) / 3, 12),
};

test("Numbers of classes, labels and graph models have the scores that one has by hand", async () => {
  const model = coloursModel(SIZE, CHANNELS);
  const labels = await writeModel(
    folder,
    "labels",
    model,
    "onnxruntime",
    labelRewrites(findTarget("onnxruntime").labels!),
  );
  const tfjs = await writeModel(folder, "tfjs", model, "tfjs");
  const seen: number[] = [];
  const file = await evaluated([logits, labels, tfjs], {
    onStep: (step) => step.kind === "image" && seen.push(step.done),
  });
  expect(seen).toEqual([1, 2, 1, 2, 1, 2]);
  expect(file.dataSet).toEqual({ name: "made-by-hand", labels: "camvid", split: "test", images: 2 });
  expect(file.results.map(({ artifact, runtime, output, resizing }) => [artifact, runtime, output, resizing])).toEqual([
    ["logits.onnx", "onnxruntime-node/cpu", "logits", "logits bilinearly"],
    ["labels.onnx", "onnxruntime-node/cpu", "labels", "labels by nearest"],
    ["model.json", "tfjs/wasm", "logits", "logits bilinearly"],
  ]);
  for (const result of file.results) {
    expect(result).toMatchObject({ network: expect.any(String), size: SIZE, images: 2, imagesWithInstances: 0 });
    expect(result.scores).toMatchObject(SCORES);
    const { pixels } = result.confusion;
    expect([pixels[0]![0], pixels[3]![3], pixels[3]![0], pixels[8]![8], pixels[8]![3], pixels[11]![3]]).toEqual([
      4, 3, 1, 1, 2, 1,
    ]);
    expect(pixels.flat().reduce((sum, each) => sum + each, 0)).toBe(12);
  }
  // 12 channels of 3 colours at 8 pixels.
  expect(file.results[0]!.cost?.macs).toBe(12 * 3 * 8);
  expect(parseAccuracyFile(printAccuracyFile(file), "accuracy.json").results).toHaveLength(3);
});

test("Pictures of as many examples as wanted are kept, in the colours of the data set", async () => {
  const [result] = (await evaluated([logits], { triples: 1 })).results;
  expect(result!.triples).toMatchObject([{ name: "b", size: { width: 2, height: 2 } }]);
  const colours = async (url: string): Promise<readonly number[]> => {
    const path = join(folder, "picture.png");
    await writeFile(path, Buffer.from(url.slice(url.indexOf(",") + 1), "base64"));
    return [...(await readPicture(path)).colours];
  };
  const [sky, road, car] = [
    [128, 128, 128],
    [128, 64, 128],
    [64, 0, 128],
  ];
  expect(await colours(result!.triples![0]!.truth)).toEqual([sky, road, sky, car].flat());
  expect(await colours(result!.triples![0]!.prediction)).toEqual([sky, road, sky, road].flat());
});

test("Instances weigh alike whatever their size, by Cityscapes' average", async () => {
  const city = join(folder, "city");
  const frame = "aachen_000000_000019";
  await writePicture(join(city, "leftImg8bit/val/aachen", `${frame}_leftImg8bit.png`), ["BGBB"]);
  await writeMap(join(city, "gtFine/val/aachen", `${frame}_gtFine_labelIds.png`), [[26, 26, 26, 7]]);
  await writeMap(join(city, "gtFine/val/aachen", `${frame}_gtFine_instanceIds.png`), [[26001, 26001, 26002, 7]], true);
  const network = { classes: 19, red: 8, green: 0, blue: 13 };
  const model = await writeModel(folder, "city", coloursModel({ width: 4, height: 1 }, network));
  const { dataSet, results } = await evaluated([model], { data: city });
  expect(dataSet).toMatchObject({ labels: "cityscapes", split: "val" });
  const { scores, imagesWithInstances, resizing } = results[0]!;
  expect([imagesWithInstances, resizing]).toEqual([1, "none"]);
  // A car of 2 pixels is found by half, one of 1 pixel whole; a pixel of road is called car.
  const average = 12794.0202738185;
  const [found, missed] = [average / 2 + average, average / 2];
  expect(scores.meanInstanceIou).toBeCloseTo(found / (found + missed + 1), 12);
  expect(scores.classes.find(({ name }) => name === "car")).toMatchObject({
    iou: 2 / 4,
    accuracy: expect.closeTo(2 / 3),
  });
  expect(scores.classes.find(({ name }) => name === "road")?.instanceIou).toBeUndefined();
});

/** Of a run, as a file. */
const recipe = {
  version: 1,
  network: "enet",
  width: 0.25,
  size: { width: 16, height: 8 },
  labels: "camvid",
  channels: 12,
  mean: [0.5, 0.25, 0.125],
} as const;

test("A run is evaluated at its recipe's size and mean, on several runtimes beside each other", async () => {
  const run = join(folder, "run");
  await mkdir(run);
  await writeFile(join(run, "recipe.json"), printRecipe({ ...recipe, mean: [...recipe.mean] }));
  const graph = recipeNetwork(recipe);
  await writeSafetensors({ graph, weights: initialWeights(1) }, join(run, "best.safetensors"));
  const runtimes = [findRuntime("onnxruntime-node"), findRuntime("tfjs/wasm")];
  const { results } = await evaluated([run], { runtimes });
  expect(results.map(({ runtime }) => runtime)).toEqual(["onnxruntime-node/cpu", "tfjs/wasm"]);
  const known = { network: "enet", width: 0.25, artifact: "run", size: recipe.size, mean: recipe.mean };
  for (const result of results) expect(result).toMatchObject(known);
  expect(results[1]!.scores).toEqual(results[0]!.scores);
  const larger = { width: 32, height: 16 };
  expect((await evaluated([run], { size: larger })).results[0]).toMatchObject({ ...known, size: larger });
  await expect(evaluated([run], { mean: [0, 0, 0] })).rejects.toThrow("has its own mean");
  await expect(evaluated([run], { weights: "a.safetensors" })).rejects.toThrow("has its own weights");
});

test("Runs that are called alike are told apart, and one without best weights says so", async () => {
  const graph = recipeNetwork(recipe);
  const runs = ["early/same", "late/same"].map((name) => join(folder, name)) as [string, string];
  for (const [index, run] of runs.entries()) {
    await mkdir(run, { recursive: true });
    await writeFile(join(run, "recipe.json"), printRecipe({ ...recipe, mean: [0, 0, 0] }));
    const name = index === 0 ? "last.safetensors" : "best.safetensors";
    await writeSafetensors({ graph, weights: initialWeights(1) }, join(run, name));
  }
  const warnings: string[] = [];
  const onStep: EvaluationOptions["onStep"] = (step) => step.kind === "warning" && warnings.push(step.text);
  const { results } = await evaluated(runs, { onStep });
  expect(results.map(({ artifact }) => artifact)).toEqual(["early/same", "late/same"]);
  expect(warnings).toEqual([`${runs[0]} has no best weights, and those of last.safetensors are taken`]);
  await expect(evaluated([join(folder, "late")])).rejects.toMatchObject({
    message: `"${join(folder, "late")}" is a folder without a recipe.json, and so no run`,
    hint: `it holds runs: give one, such as ${runs[1]}`,
  });
  await expect(evaluated([join(folder, "late", "none")])).rejects.toThrow(
    `there is no "${join(folder, "late", "none")}"`,
  );
});

test("A network by its name says at which size it is run where nobody else does", async () => {
  const size = { width: 16, height: 8 };
  const graph = recipeNetwork({
    version: 1,
    network: "enet",
    width: 0.125,
    size,
    labels: "camvid",
    channels: 12,
  });
  const weights = join(folder, "named.safetensors");
  await writeSafetensors({ graph, weights: initialWeights(1) }, weights);
  const warnings: string[] = [];
  const onStep: EvaluationOptions["onStep"] = (step) => step.kind === "warning" && warnings.push(step.text);
  const named = { weights, width: 0.125, onStep };
  await evaluated(["enet"], { ...named, size });
  expect(warnings).toEqual([]);
  await expect(
    evaluated(["enet"], { ...named, onFiles: async () => Promise.reject(new Error("enough")) }),
  ).rejects.toThrow("enough");
  expect(warnings).toEqual(["weights do not say at which size enet was trained, and 640x360 is taken: --size says it"]);
});

test("What cannot be evaluated is refused before anything runs, with what would do", async () => {
  const started = vi.fn<() => void>();
  const refusal = async (models: readonly string[], more: Partial<EvaluationOptions> = {}): Promise<string> => {
    const onStep: EvaluationOptions["onStep"] = (step) => step.kind === "run" && started();
    const error: unknown = await evaluated(models, { onStep, ...more }).catch((each: unknown) => each);
    return String(error);
  };
  expect(await refusal(["linknet"])).toContain('"linknet" is a network without weights');
  expect(await refusal(["nothing.onnx"])).toContain("nothing.onnx");
  expect(await refusal([logits], { data: join(folder, "nowhere") })).toContain("nowhere");
  expect(await refusal([logits], { split: "train" })).toContain("train");
  expect(await refusal([logits], { labels: "cityscapes" })).toContain("has the labels of CamVid");
  expect(await refusal([logits], { weights: "w.safetensors" })).toContain("is a file, which has its own weights");
  const tfjs = join(folder, "tfjs", "model.json");
  expect(existsSync(tfjs)).toBe(true);
  const runtimes = [findRuntime("onnxruntime-node")];
  expect(await refusal([tfjs], { runtimes })).toContain("onnxruntime-node/cpu cannot load");
  expect(await refusal([logits], { runtimes: [findRuntime("onnxruntime-node/cuda")] })).toContain("is not here");
  const broken = join(folder, "broken");
  await writeCamvid(broken, { a: { picture: ["RG"], labels: [[0, 3]] }, b: { picture: ["RG"], labels: [[0], [3]] } });
  await unlink(join(broken, "testannot", "a.png"));
  const seven = await writeModel(folder, "seven", coloursModel(SIZE, { classes: 7, red: 0, green: 3, blue: 5 }));
  await expect(evaluated([seven])).rejects.toMatchObject({
    message: "seven.onnx tells 7 classes apart, and CamVid are 12",
    hint: expect.not.stringContaining("FILE.json") as string,
  });
  expect(await refusal([logits], { data: broken })).toContain("2 problems with the files of 2 examples");
  expect(started).not.toHaveBeenCalled();
});

test("A file is called by the name of a network of the table where it counts as that, and else by its own", async () => {
  const size = { width: 32, height: 32 };
  const write = async (name: string, width: number): Promise<string> => {
    const graph = recipeNetwork({ version: 1, network: "enet", width, size, labels: "camvid", channels: 12 });
    return await writeModel(folder, name, { graph, weights: initialWeights(1) });
  };
  const { results } = await evaluated([await write("whole", 1), await write("half", 0.5)]);
  expect(results.map(({ network, cost }) => [network, cost?.network])).toEqual([
    ["enet", "enet"],
    ["half.onnx", "enet"],
  ]);
});

test("Truth that is ignored everywhere scores nothing", async () => {
  const ignored = join(folder, "ignored");
  await writeCamvid(ignored, { a: { picture: ["RG"], labels: [[11, 11]] } });
  await expect(evaluated([logits], { data: ignored })).rejects.toMatchObject({
    code: "NOTHING_SCORED",
    message: expect.stringContaining("all pixels of its 1 image of test are ignored"),
  });
});

test("A network of other classes, or of several pictures, is refused", async () => {
  const other = await writeModel(folder, "other", coloursModel(SIZE, { ...CHANNELS, classes: 9 }));
  await expect(evaluated([other])).rejects.toThrow("tells 9 classes apart");
  const two = await writeModel(folder, "two", coloursModel(SIZE, CHANNELS, 2));
  await expect(evaluated([two])).rejects.toThrow("2x3x2x4");
  const controller = new AbortController();
  const stopped = evaluated([logits], {
    signal: controller.signal,
    onStep: (step) => step.kind === "image" && controller.abort(new Error("enough")),
  });
  await expect(stopped).rejects.toThrow("enough");
});
