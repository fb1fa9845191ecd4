/** Trainings on scenes of a few pixels: what they leave, how they go on, and what they refuse. */
import { cp, readFile, readdir, rename, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type TemporaryFolder, makeTemporaryFolder } from "@linknet-kit/base/files";
import { encodeNumberMap, writeCamvidScenes, writeCityscapesScenes } from "@linknet-kit/data";
import { RunFolder, checkRuntime } from "@linknet-kit/training";
import { readSafetensors } from "@linknet-kit/weights";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { readRun } from "../readRun.js";
import type { TrainingChoices } from "./choices.js";
import type { TrainingEvent } from "./reports.js";
import { type FolderTraining, trainFolder } from "./trainFolder.js";

vi.mock("@linknet-kit/training", async (original) => ({
  ...(await original<object>()),
  checkRuntime: vi.fn<() => void>(),
}));

let folder: TemporaryFolder;
const place = (...names: readonly string[]) => join(folder.path, ...names);
beforeAll(async () => {
  folder = await makeTemporaryFolder("accuracy");
  const size = { width: 32, height: 32 };
  await writeCamvidScenes(place("scenes"), { size, seed: 1, examples: { train: 6, val: 2 } });
});
afterAll(async () => {
  await folder.remove();
});

const usual: TrainingChoices = { network: "linknet", width: 0.125, batch: 2, epochs: 2 };

async function trainIn(output: string, choices: Partial<TrainingChoices> = {}, given: Partial<FolderTraining> = {}) {
  const run = { data: place("scenes"), output: place(output), threads: 1, choices: { ...usual, ...choices } };
  return await trainFolder({ ...run, ...given });
}

/** Ends a training after so many updates, by a clock on which each of its steps takes so long that it is a run of its own. */
function stoppedAfter(updates: number) {
  let now = 0;
  const clock = { nowMs: () => (now += 60_000), date: () => new Date(0) };
  const stop = new AbortController();
  const seen: TrainingEvent[] = [];
  const onEvent = (event: TrainingEvent): void => {
    seen.push(event);
    if (event.kind === "update" && event.update === updates) stop.abort();
  };
  return { signal: stop.signal, onEvent, seen, clock };
}

const fileOf = async (...names: readonly string[]) => await readFile(place(...names));

describe("A training", () => {
  // The last update of an epoch is made of one step.
  const demanding: Partial<TrainingChoices> = {
    accumulate: 2,
    optimiser: { name: "adam" },
    schedule: { name: "polynomial" },
    augmentation: { flip: true, scale: [1, 1.5] },
    seed: 3,
  };

  test("that was stopped in the middle of an epoch goes on with the numbers of one that was not", async () => {
    const whole = await trainIn("whole", demanding);
    expect(whole.metrics.filter(({ kind }) => kind === "update")).toHaveLength(4);
    const first = stoppedAfter(3);
    await expect(trainIn("parts", demanding, first)).rejects.toThrow("stopped after update 3");
    expect(first.seen.filter(({ kind }) => kind === "file")).toHaveLength(8);
    const seen: TrainingEvent[] = [];
    const rest = await trainIn("parts", demanding, { resume: true, onEvent: (event) => seen.push(event) });
    expect(seen.filter(({ kind }) => kind === "file")).toEqual([]);
    expect(seen.find(({ kind }) => kind === "start")).toMatchObject({ updates: 3, epoch: 1, best: { epoch: 0 } });
    expect(rest).toEqual(whole);
    for (const file of ["metrics.jsonl", "best.safetensors", "last.safetensors", "recipe.json"]) {
      expect((await fileOf("parts", file)).equals(await fileOf("whole", file))).toBe(true);
    }
    expect((await readdir(place("parts"))).filter((name) => name.startsWith("."))).toEqual([]);
  });

  test("goes on with the options that it was begun with, which nobody need give again", async () => {
    const first = stoppedAfter(3);
    await expect(trainIn("alone", demanding, first)).rejects.toMatchObject({
      hint: `linknet train --resume -o ${place("alone")} goes on`,
    });
    const rest = await trainFolder({ output: place("alone"), choices: {}, resume: true, threads: 1 });
    expect(rest.metrics).toEqual((await trainIn("whole", demanding, { resume: true })).metrics);
    // Rates that fall to zero over all epochs are others where there are more.
    await expect(trainFolder({ output: place("alone"), choices: { epochs: 3 }, resume: true })).rejects.toThrow(
      "--epochs is 2 for the run and 3 here, and the rates of --schedule polynomial end with it",
    );
    await expect(trainFolder({ output: place("nothing"), choices: {}, resume: true })).rejects.toMatchObject({
      code: "INVALID_CHOICE",
      hint: expect.stringContaining("linknet train FOLDER -o") as string,
    });
    expect(await readdir(folder.path)).not.toContain("nothing");
  });

  test("whose images were moved says how it is told where they are", async () => {
    await cp(place("scenes"), place("moving"), { recursive: true });
    await expect(trainIn("mover", {}, { data: place("moving"), ...stoppedAfter(1) })).rejects.toThrow("stopped");
    await rename(place("moving"), place("moved"));
    const goOn = { output: place("mover"), choices: {}, resume: true, threads: 1 };
    await expect(trainFolder(goOn)).rejects.toMatchObject({
      message: expect.stringContaining(`there is no folder "${place("moving")}" any more`) as string,
      hint: expect.stringContaining("linknet train FOLDER --resume -o") as string,
    });
    expect((await trainFolder({ ...goOn, data: place("moved") })).metrics.length).toBeGreaterThan(1);
  });

  test("that is stopped before its first update says that there is nothing to go on from", async () => {
    const stop = new AbortController();
    const onEvent = ({ kind }: TrainingEvent): void => void (kind === "start" && stop.abort());
    await expect(trainIn("early", {}, { signal: stop.signal, onEvent })).rejects.toMatchObject({
      code: "TRAINING_INTERRUPTED",
      summary: "stopped before the first update",
    });
    expect((await readdir(place("early"))).toSorted()).toEqual(["config.json", "recipe.json", "survey.json"]);
    const at = AbortSignal.abort();
    await expect(trainIn("earlier", {}, { signal: at })).rejects.toMatchObject({ code: "TRAINING_INTERRUPTED" });
    expect(await readdir(folder.path)).not.toContain("earlier");
  });

  test("leaves a run that is read again, with the mean of its images", async () => {
    const { recipe, model } = await readRun(place("whole"));
    expect(recipe).toMatchObject({ network: "linknet", width: 0.125, size: { width: 32, height: 32 }, channels: 12 });
    const survey = JSON.parse((await fileOf("whole", "survey.json")).toString()) as {
      mean: number[];
      pixels: number[];
    };
    expect(survey.mean).toEqual(recipe.mean);
    expect(survey.pixels.reduce((sum, each) => sum + each)).toBe(6 * 32 * 32);
    const { tensors } = await readSafetensors(place("whole/best.safetensors"));
    const [first] = model.graph.parameters;
    expect(model.weights.get(first!)).toEqual(tensors.get(first!.name));
  });

  test("keeps others out of its folder", async () => {
    let refused: unknown;
    const second = async () => await trainIn("taken", {}, { resume: true });
    const tries: Promise<unknown>[] = [];
    const onEvent = ({ kind }: TrainingEvent): void => {
      if (kind === "start") tries.push(second().catch((error: unknown) => (refused = error)));
    };
    await trainIn("taken", { epochs: 1 }, { onEvent });
    await Promise.all(tries);
    expect(refused).toMatchObject({
      code: "LOCKED",
      message: expect.stringContaining("taken is being written") as string,
    });
  });

  test("is of Cityscapes' channels on its layout, and weighs its classes by how rare they are, or alike", async () => {
    const size = { width: 32, height: 32 };
    await writeCityscapesScenes(place("cities"), { size, seed: 1, examples: { train: 2 } });
    const data = place("cities");
    const begun = stoppedAfter(1);
    const alike = { classWeights: { name: "none" }, validates: false, size: { width: 40, height: 36 } };
    await expect(trainIn("alike", alike, { data, ...begun })).rejects.toThrow("stopped after update 1");
    const recipe = JSON.parse((await fileOf("alike", "recipe.json")).toString()) as object;
    expect(recipe).toMatchObject({ labels: "cityscapes", channels: 20, size: { width: 40, height: 36 } });
    const settingsOf = async (run: string) =>
      (JSON.parse((await fileOf(run, "config.json")).toString()) as { settings: { classWeights?: number[] } }).settings;
    expect((await settingsOf("alike")).classWeights).toBeUndefined();
    const { classWeights = [] } = await settingsOf("whole");
    const { pixels } = JSON.parse((await fileOf("whole", "survey.json")).toString()) as { pixels: number[] };
    const counted = pixels.slice(0, 11).reduce((sum, each) => sum + each);
    const expected = pixels.slice(0, 11).map((count) => 1 / Math.log(1.02 + count / counted));
    expect(classWeights).toEqual([...expected.map((each) => expect.closeTo(each, 10) as number), 0]);
    const milder = { classWeights: { offset: 1.1 }, epochs: 1 };
    await expect(trainIn("milder", milder, stoppedAfter(1))).rejects.toThrow("stopped after update 1");
    const rare = pixels.slice(0, 11).map((count) => 1 / Math.log(1.1 + count / counted));
    expect((await settingsOf("milder")).classWeights).toEqual([
      ...rare.map((each) => expect.closeTo(each, 10) as number),
      0,
    ]);
  });

  test.each<readonly [string, Partial<TrainingChoices>, string]>([
    [
      "--class-weight-offset does nothing with --class-weights none",
      { classWeights: { name: "none", offset: 1.1 } },
      "--class-weights paper",
    ],
    ["--alpha does nothing with --optimiser sgd", { optimiser: { name: "sgd", alpha: 0.9 } }, "--optimiser rmsprop"],
    ["--epsilon does nothing with --optimiser sgd", { optimiser: { name: "sgd", epsilon: 1 } }, "adam or adamw"],
    ["--step-factor does nothing with --schedule constant", { schedule: { factor: 0.5 } }, "--schedule step"],
    ["--nesterov needs a momentum", { optimiser: { name: "sgd", nesterov: true } }, "--momentum"],
  ])("refuses a choice that would do nothing: %s", async (problem, choices, hint) => {
    await expect(trainIn("refused", choices)).rejects.toMatchObject({
      code: "INVALID_CHOICE",
      summary: problem,
      hint: expect.stringContaining(hint) as string,
    });
  });

  test("begins from the weights of another", async () => {
    await trainIn("first", { epochs: 1 });
    const told: (string | undefined)[] = [];
    const onEvent = (event: TrainingEvent): void => void (event.kind === "begin" && told.push(event.told));
    const choices = { weights: place("first/last.safetensors"), optimiser: { rate: 1e-9 }, epochs: 1 };
    await trainIn("second", choices, { onEvent });
    expect(told[0]).toContain("first/last.safetensors, by linknet-kit's names");
    // The rate moves them by next to nothing.
    const firstOf = async (run: string) => {
      const { tensors } = await readSafetensors(place(run, "last.safetensors"));
      return Array.from(tensors.get("initial/conv/conv2d/weight")!.data, Number);
    };
    const [before, after] = [await firstOf("first"), await firstOf("second")];
    for (const [index, value] of after.entries()) expect(value).toBeCloseTo(before[index]!, 6);
    await expect(trainIn("fourth", { weights: place("scenes/train.txt") })).rejects.toThrow("train.txt");
    expect(await readdir(folder.path)).not.toContain("fourth");
  });
});

describe("Before a training starts", () => {
  test("all files that are missing, of other sizes, or of numbers that are no labels are told, and nothing is made", async () => {
    await cp(place("scenes"), place("broken"), { recursive: true });
    await rm(place("broken/trainannot/scene_000001.png"));
    await cp(
      place("cities/gtFine/train/scenes/scenes_000000_000000_gtFine_labelIds.png"),
      place("broken/valannot/scene_000000.png"),
    );
    await writeFile(place("broken/train/scene_000003.png"), "no picture");
    const data = place("broken");
    const error = await trainIn("none", {}, { data }).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: "UNUSABLE_FILES", message: expect.stringContaining("2 problems") as string });
    await cp(place("scenes/trainannot"), place("broken/trainannot"), { recursive: true });
    await cp(place("scenes/train"), place("broken/train"), { recursive: true });
    await expect(trainIn("none", {}, { data })).rejects.toThrow(/valannot.scene_000000.png: \d+ at column/);
    expect(await readdir(folder.path)).not.toContain("none");
  });

  test.each<readonly [string, Partial<TrainingChoices>, string]>([
    ["a network that is none", { network: "linkent" }, 'did you mean "linknet"'],
    ["a size that the network does not take", { size: { width: 31, height: 32 } }, "linknet takes no images of 31x32"],
    ["a crop of it too", { augmentation: { crop: { width: 1, height: 1 } } }, "linknet takes no images of 1x1"],
    [
      "a size that only parts of images make up for",
      { size: { width: 16, height: 16 }, augmentation: { scale: [2, 2], crop: { width: 32, height: 32 } } },
      "linknet takes no images of 16x16",
    ],
    ["a scale that makes images smaller", { augmentation: { scale: [0.5, 0.5] } }, "--scale 0.5,0.5 makes all images"],
    ["more images in a batch than there are", { batch: 7 }, "6 images to train with, which fill no batch of 7"],
    ["a batch of one number a channel", { batch: 1 }, "has no variance"],
    ["an optimiser that is none", { optimiser: { name: "adma" } }, '"adam"'],
    ["a schedule that is none", { schedule: { name: "cosin" } }, '"cosine"'],
    ["a crop that is larger", { augmentation: { crop: { width: 33, height: 32 } } }, "larger than images of 32x32"],
  ])("%s is refused, and no folder is made", async (_, choices, words) => {
    await expect(trainIn("none", choices)).rejects.toThrow(words);
    expect(await readdir(folder.path)).not.toContain("none");
  });

  test("labels that ignore every pixel are told, with their split", async () => {
    const ignoring = encodeNumberMap({ width: 32, height: 32 }, new Uint8Array(32 * 32).fill(11), "a test");
    for (const [split, hint] of [
      ["val", "--no-validation"],
      ["train", "look at the files"],
    ] as const) {
      const data = place(`void-${split}`);
      await cp(place("scenes"), data, { recursive: true });
      for (const name of await readdir(join(data, `${split}annot`))) {
        await writeFile(join(data, `${split}annot`, name), ignoring);
      }
      for (const classWeights of [{}, { name: "none" }]) {
        await expect(trainIn("none", { classWeights }, { data })).rejects.toMatchObject({
          code: "NOTHING_LABELLED",
          summary: expect.stringMatching(`images of ${split} in .*void-${split} has a class`) as string,
          hint: expect.stringContaining(hint) as string,
        });
      }
    }
    expect(await readdir(folder.path)).not.toContain("none");
  });

  test("a folder of pictures or labels that is missing is told once, as a folder", async () => {
    await expect(trainIn("none", {}, { data: place("nowhere") })).rejects.toThrow(/^there is no folder ".*nowhere"$/);
    for (const missing of ["train", "trainannot", "valannot"]) {
      const data = place(`without-${missing}`);
      await cp(place("scenes"), data, { recursive: true });
      await rm(join(data, missing), { recursive: true });
      await expect(trainIn("none", {}, { data })).rejects.toThrow(`there is no folder "${join(data, missing)}"`);
    }
  });

  test("the runtime that trains must be there", async () => {
    const missing = new Error("onnxruntime-node is not installed");
    vi.mocked(checkRuntime).mockImplementationOnce(() => {
      throw missing;
    });
    const seen: TrainingEvent[] = [];
    await expect(trainIn("none", {}, { onEvent: (event) => seen.push(event) })).rejects.toBe(missing);
    expect(seen).toEqual([]);
    expect(await readdir(folder.path)).not.toContain("none");
  });

  test("a split to validate with must be there, unless none is wanted", async () => {
    await cp(place("scenes"), place("alone"), { recursive: true });
    for (const name of ["val", "valannot", "val.txt"]) await rm(place("alone", name), { recursive: true });
    await expect(trainIn("lone", {}, { data: place("alone") })).rejects.toMatchObject({
      summary: expect.stringContaining("has neither val.txt nor a folder val") as string,
      hint: expect.stringContaining("--no-validation") as string,
    });
    const { best } = await trainIn("lone", { validates: false, epochs: 1 }, { data: place("alone") });
    expect(best?.metric).toBe("loss");
  });
});

describe("A run that went wrong", () => {
  test("by a loss that is no number says where, and keeps weights that are numbers", async () => {
    const choices = { optimiser: { name: "sgd", rate: 1e30 } };
    await expect(trainIn("nan", choices)).rejects.toThrow(
      /^the loss is NaN in update 2 .*keeps the weights after update/s,
    );
    const { tensors } = await readSafetensors(place("nan/last.safetensors"));
    expect([...tensors.values()].every(({ data }) => data.every((value) => Number.isFinite(Number(value))))).toBe(true);
  });

  test.each<readonly [string, Partial<TrainingChoices>]>([
    ["--network is linknet for the run and segnet here", { network: "segnet" }],
    ["--width is 0.125 for the run and 0.25 here", { width: 0.25 }],
    ["--size is 32x32 for the run and 48x32 here", { size: { width: 48, height: 32 } }],
    ["--learning-rate is 0.0005 for the run and 0.001 here", { optimiser: { rate: 1e-3 } }],
    ["--betas is not given for the run and 0.9,0.99 here", { optimiser: { betas: [0.9, 0.99] } }],
    ["--flip is given here and was not for the run", { augmentation: { flip: true } }],
    ["--no-validation is given here and was not for the run", { validates: false }],
  ])("by another option than it was begun with is not gone on with: %s", async (words, choices) => {
    const before = await fileOf("first", "checkpoint.safetensors");
    await expect(trainIn("first", { ...choices, epochs: 3 }, { resume: true })).rejects.toMatchObject({
      code: "OTHER_TRAINING",
      details: [`  ${words}`],
      hint: expect.stringContaining(`linknet train --resume -o ${place("first")}`) as string,
    });
    expect((await fileOf("first", "checkpoint.safetensors")).equals(before)).toBe(true);
  });

  test("by other images than it was begun with is not gone on with", async () => {
    await cp(place("scenes"), place("fewer"), { recursive: true });
    const list = await readFile(place("scenes/train.txt"), "utf8");
    await writeFile(place("fewer/train.txt"), list.split("\n").slice(1).join("\n"));
    await expect(trainIn("first", {}, { resume: true, data: place("fewer") })).rejects.toThrow(
      /first is of another training:\n {2}its images are 6 generated scenes with labels of CamVid, \w+, and those of .*fewer are 5 generated scenes/,
    );
  });

  test("by images or labels that hold something else, under the same names, is not gone on with", async () => {
    const data = place("changed");
    await cp(place("scenes"), data, { recursive: true });
    const goOn = async () => await trainFolder({ output: place("first"), data, choices: {}, resume: true });
    // A copy is the same.
    expect((await goOn()).data).toBe(data);
    const exchange = async (one: string, other: string): Promise<void> => {
      await rename(join(data, one), join(data, "away.png"));
      await rename(join(data, other), join(data, one));
      await rename(join(data, "away.png"), join(data, other));
    };
    for (const [one, other] of [
      ["train/scene_000000.png", "train/scene_000001.png"],
      ["trainannot/scene_000000.png", "trainannot/scene_000001.png"],
      ["val/scene_000000.png", "val/scene_000001.png"],
    ] as const) {
      await exchange(one, other);
      await expect(goOn()).rejects.toMatchObject({
        code: "OTHER_TRAINING",
        details: [expect.stringContaining("hold something else")],
      });
      await exchange(one, other);
    }
    await rename(join(data, "val/scene_000000.png"), join(data, "away.png"));
    await expect(goOn()).rejects.toMatchObject({ code: "UNUSABLE_FILES" });
    await rename(join(data, "away.png"), join(data, "val/scene_000000.png"));
    const untold: string[] = [];
    const onEvent = (event: TrainingEvent) => event.kind === "untold" && untold.push(event.path);
    await trainFolder({ output: place("first"), data, choices: {}, resume: true, onEvent });
    expect(untold).toEqual([]);
    await rm(place("first/survey.json"));
    await trainFolder({ output: place("first"), data, choices: {}, resume: true, onEvent });
    expect(untold).toEqual([place("first/survey.json")]);
  });

  test("by a recipe that is no longer its own says what to do", async () => {
    await cp(place("first"), place("odd"), { recursive: true });
    const goOn = async () => await trainFolder({ output: place("odd"), choices: { epochs: 2 }, resume: true });
    const recipe = await fileOf("first", "recipe.json");
    for (const text of ["{", recipe.toString().replace("0.125", "0.25")]) {
      await writeFile(place("odd/recipe.json"), text);
      await expect(goOn()).rejects.toMatchObject({
        code: "DAMAGED_RUN",
        hint: expect.stringContaining("delete it") as string,
      });
    }
    await rm(place("odd/recipe.json"));
    await goOn();
    expect((await fileOf("odd", "recipe.json")).equals(recipe)).toBe(true);
  });

  test("by a configuration that says something else is not gone on with", async () => {
    await cp(place("first"), place("strange"), { recursive: true });
    const config = (await fileOf("first", "config.json")).toString();
    await writeFile(place("strange/config.json"), config.replace('"width": 0.125', '"width": "wide"'));
    await expect(trainFolder({ output: place("strange"), choices: {}, resume: true })).rejects.toThrow(
      "choices.width is a string, expected a number",
    );
  });

  test("by a checkpoint that is cut off, or none, says from what another may begin", async () => {
    await cp(place("first"), place("cut"), { recursive: true });
    const path = place("cut/checkpoint.safetensors");
    const goOn = async () => await trainIn("cut", { epochs: 3 }, { resume: true }).catch((error: unknown) => error);
    await truncate(path, 100_000);
    expect(await goOn()).toMatchObject({
      code: "NOT_A_CHECKPOINT",
      hint: expect.stringContaining("best.safetensors") as string,
    });
    await writeFile(path, "garbage");
    expect(await goOn()).toMatchObject({ code: "NOT_A_CHECKPOINT" });
    expect(await readFile(path, "utf8")).toBe("garbage");
    expect(await trainIn("cut").catch((error: unknown) => error)).toMatchObject({ code: "OCCUPIED_FOLDER" });
    await (await RunFolder.open(place("cut"), { resume: true })).close();
  });
});
