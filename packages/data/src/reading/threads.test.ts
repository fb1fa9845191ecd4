import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TemporaryFolder, makeTemporaryFolder } from "@linknet-kit/base/files";
import type { DataSet } from "../dataSet.js";
import { UnreadablePictureError } from "../errors.js";
import { openDataSet } from "../layouts/openDataSet.js";
import { writeCityscapesScenes } from "../scenes/writeScenes.js";
import { surveyDataSet } from "../survey.js";
import { readBatches } from "./batches.js";
import { KeptExamples } from "./keptExamples.js";
import { readExamples } from "./readExamples.js";

let folder: TemporaryFolder;
let set: DataSet;
beforeAll(async () => {
  folder = await makeTemporaryFolder("threads");
  await writeCityscapesScenes(folder.path, { size: { width: 32, height: 24 }, seed: 1, examples: { train: 5 } });
  set = await openDataSet(folder.path, "train");
});
afterAll(async () => {
  await folder.remove();
});

async function allOf<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** Threads and whatever else keeps the process alive. */
const threads = () => process.getActiveResourcesInfo().filter((name) => name === "MessagePort" || name === "Worker");

test("Batches and examples are the same however many threads read them", async () => {
  const augmentation = { flip: true, scale: [1, 2], crop: { width: 16, height: 8 } } as const;
  const read = async (workers?: number, ahead?: number) => ({
    batches: await allOf(readBatches(set, { batchSize: 2, seed: 3, epoch: 1, augmentation, workers, ahead })),
    examples: await allOf(readExamples(set, { withInstances: true, workers, ahead })),
    survey: await surveyDataSet(set, { workers, ahead }),
  });
  const here = await read();
  expect(here.batches.map(({ names }) => names.length)).toEqual([2, 2, 1]);
  expect(await read(1)).toEqual(here);
  expect(await read(3, 1)).toEqual(here);
  expect(threads()).toEqual([]);
});

test("Batches are the same where examples are kept, which are not read again", async () => {
  const augmentation = { flip: true, scale: [1, 2], crop: { width: 16, height: 8 } } as const;
  const read = async (of: DataSet, epoch: number, kept?: KeptExamples) =>
    await allOf(readBatches(of, { batchSize: 2, seed: 3, epoch, augmentation, ...(kept && { kept }) }));
  const [first, second] = [await read(set, 0), await read(set, 1)];
  // Of 32 x 24 pixels, with a byte for each colour and one for the label: room for three of five.
  const [all, some] = [new KeptExamples(2 ** 20), new KeptExamples(3 * 4 * 32 * 24)];
  for (const kept of [all, some]) expect([await read(set, 0, kept), await read(set, 1, kept)]).toEqual([first, second]);
  const lost = { ...set, examples: set.examples.map((files) => ({ ...files, labels: "nowhere.png" })) };
  expect(await read(lost, 1, all)).toEqual(second);
  await expect(read(lost, 1, some)).rejects.toThrow("nowhere.png");
});

test("An example that is listed twice is itself both times once it is kept", async () => {
  const twice = { ...set, examples: [set.examples[0]!, ...set.examples] };
  const read = async (kept?: KeptExamples) =>
    await allOf(readBatches(twice, { batchSize: 1, seed: 3, ...(kept && { kept }) }));
  const kept = new KeptExamples(2 ** 20);
  const expected = await read();
  for (const _ of ["first", "again"]) expect(await read(kept)).toEqual(expected);
});

test("Whoever stops early leaves no thread behind", async () => {
  for await (const { name } of readExamples(set, { workers: 2, ahead: 4 })) {
    expect(name).toBe("scenes_000000_000000");
    expect(threads()).not.toEqual([]);
    break;
  }
  expect(threads()).toEqual([]);
  const failing = (async () => {
    for await (const _ of readBatches(set, { batchSize: 1, seed: 1, workers: 2 }))
      throw new Error("the loss is no number");
  })();
  await expect(failing).rejects.toThrow("the loss is no number");
  expect(threads()).toEqual([]);
});

test("An error of a thread is that of its file, and comes where its example would have", async () => {
  const examples = [...set.examples];
  const broken = join(folder.path, "broken.png");
  await writeFile(broken, "no picture");
  examples[3] = { ...examples[3]!, image: broken };
  const names: string[] = [];
  const reading = (async () => {
    for await (const { name } of readExamples({ ...set, examples }, { workers: 2, ahead: 5 })) names.push(name);
  })();
  const error: unknown = await reading.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UnreadablePictureError);
  expect(error).toMatchObject({
    code: "UNREADABLE_PICTURE",
    summary: `${broken}: is no JPEG, PNG, WebP, AVIF or GIF picture`,
  });
  expect(names).toHaveLength(3);
  expect(threads()).toEqual([]);
});

test("Numbers of threads and examples that cannot be are refused", async () => {
  await expect(allOf(readExamples(set, { workers: 1.5 }))).rejects.toThrow(
    "workers is 1.5, expected a whole number of 0 to 64",
  );
  await expect(allOf(readExamples(set, { ahead: 0 }))).rejects.toThrow(
    "ahead is 0, expected a whole number of 1 or more",
  );
});
