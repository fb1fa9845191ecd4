import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeTemporaryFolder, type TemporaryFolder } from "@linknet-kit/base/files";
import { camvid, channelCount, cityscapes } from "@linknet-kit/metrics";
import { batchNames, readBatches } from "./reading/batches.js";
import { checkFiles } from "./checkFiles.js";
import { UnusableFilesError } from "./errors.js";
import { labelChannels } from "./labelChannels.js";
import { openCamvid } from "./layouts/camvid.js";
import { openCityscapes } from "./layouts/cityscapes.js";
import { openDataSet } from "./layouts/openDataSet.js";
import { encodeNumberMap, encodePicture } from "./png/encodePng.js";
import { readExample } from "./reading/readExample.js";
import { readExamples } from "./reading/readExamples.js";
import { renderScene } from "./scenes/renderScene.js";
import { camvidLabels, cityscapesInstances } from "./scenes/sceneLabels.js";
import { writeCamvidScenes, writeCityscapesScenes } from "./scenes/writeScenes.js";
import { surveyDataSet } from "./survey.js";

const size = { width: 32, height: 24 };
let folder: TemporaryFolder;
const place = (...names: readonly string[]) => join(folder.path, ...names);
beforeAll(async () => {
  folder = await makeTemporaryFolder("data");
  await writeCamvidScenes(place("camvid"), { size, seed: 1, examples: { train: 3, val: 1 } });
  await writeCityscapesScenes(place("cityscapes"), { size, seed: 1, examples: { val: 2 } });
});
afterAll(async () => {
  await folder.remove();
});

async function allOf<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** A data set in CamVid's layout, of one pixel each. */
async function tinySet(name: string, examples: Readonly<Record<string, { colour: number; label: number }>>) {
  await mkdir(place(name, "train"), { recursive: true });
  await mkdir(place(name, "trainannot"), { recursive: true });
  const one = { width: 1, height: 1 };
  for (const [stem, { colour, label }] of Object.entries(examples)) {
    await writeFile(place(name, "train", `${stem}.png`), encodePicture(one, Uint8Array.of(colour, 0, 255), "test"));
    await writeFile(place(name, "trainannot", `${stem}.png`), encodeNumberMap(one, Uint8Array.of(label), "test"));
  }
  return place(name);
}

describe("Scenes that were written are read", () => {
  test("as CamVid", async () => {
    const set = await openCamvid(place("camvid"), "train");
    await checkFiles(set, { everyPixel: true });
    expect(set.examples.map(({ name }) => name)).toEqual([0, 1, 2].map((number) => `scene_00000${number}`));
    const { picture, labels, channels } = await readExample(set, set.examples[1]!);
    const scene = renderScene(size, 1, 3);
    expect(picture.colours).toEqual(scene.colours);
    expect(labels.data).toEqual(camvidLabels(scene));
    expect(channels).toEqual(labels.data);
    expect((await openCamvid(place("camvid"), "val")).examples).toHaveLength(1);
    await expect(openCamvid(place("camvid"), "test")).rejects.toThrow("has neither test.txt nor a folder test");
  });

  test("as Cityscapes, with instances", async () => {
    const set = await openCityscapes(place("cityscapes"), "val");
    expect(await openDataSet(place("cityscapes"), "val")).toEqual({ ...set, isGenerated: true });
    await checkFiles(set, { everyPixel: true, withInstances: true });
    expect(set.examples[1]!.name).toBe("scenes_000001_000000");
    const { instances } = await readExample(set, set.examples[1]!, { withInstances: true });
    expect(instances!.data).toEqual(cityscapesInstances(renderScene(size, 1, 4)));
    await expect(openCityscapes(place("cityscapes"), "test")).rejects.toThrow(/^there is no folder ".*test"$/);
  });

  test("and are written anew, though never over what is another's", async () => {
    const photograph = place("others", "train", "scene_000000.png");
    await mkdir(place("others", "train"), { recursive: true });
    await writeFile(photograph, "a photograph");
    const options = { size, seed: 2, examples: { train: 1 } };
    await expect(writeCamvidScenes(place("others"), options)).rejects.toThrow("scene_000000.png");
    expect(await readFile(photograph, "utf8")).toBe("a photograph");
    await rm(photograph);
    await writeCamvidScenes(place("others"), options);
    await writeCamvidScenes(place("others"), options);
  });
});

describe("Lists of CamVid", () => {
  test("name files below a folder of whoever made them", async () => {
    const root = await tinySet("listed", { a: { colour: 1, label: 2 }, b: { colour: 3, label: 4 } });
    const line = "/SegNet/CamVid/train/b.png /SegNet/CamVid/trainannot/b.png";
    await writeFile(join(root, "train.txt"), `${line}\r\n\n`);
    const { examples } = await openCamvid(root, "train");
    expect(examples).toEqual([
      { name: "b", image: join(root, "train", "b.png"), labels: join(root, "trainannot", "b.png") },
    ]);
    await writeFile(join(root, "train.txt"), `${line}\n${line}\n`);
    await expect(openCamvid(root, "train")).rejects.toThrow("has b twice");
    for (const wrong of [
      "train/a.png",
      "train/.. trainannot/a.png",
      "val/a.png valannot/a.png",
      "train/a\0.png trainannot/a.png",
    ]) {
      await writeFile(join(root, "train.txt"), `${line}\n${wrong}\n`);
      await expect(openCamvid(root, "train")).rejects.toThrow("line 2 does not name an image in train");
    }
    await rm(join(root, "train.txt"));
    expect((await openCamvid(root, "train")).examples.map(({ name }) => name)).toEqual(["a", "b"]);
  });
});

test("All that is wrong is told at once, before anything is read", async () => {
  const good = { colour: 0, label: 0 };
  const root = await tinySet("broken", { a: good, b: good, c: good, d: { colour: 0, label: 12 }, e: good });
  const set = await openCamvid(root, "train");
  await checkFiles(set);
  await rm(join(root, "trainannot", "a.png"));
  await writeFile(join(root, "train", "b.png"), "no image");
  await writeFile(
    join(root, "trainannot", "c.png"),
    encodeNumberMap({ width: 2, height: 1 }, Uint8Array.of(0, 0), "test"),
  );
  await writeFile(
    join(root, "trainannot", "e.png"),
    encodePicture({ width: 1, height: 1 }, Uint8Array.of(0, 0, 0), "test"),
  );
  const error: unknown = await checkFiles(set, { everyPixel: true }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UnusableFilesError);
  const { summary, details } = error as UnusableFilesError;
  expect(summary).toBe("5 problems with the files of 5 examples");
  expect(details.map((each) => each.replaceAll(`${root}/`, ""))).toEqual([
    'there is no file "trainannot/a.png"',
    "train/b.png: is no JPEG, PNG, WebP, AVIF or GIF picture",
    "trainannot/c.png: is 2x1, but train/c.png 1x1",
    "trainannot/d.png: 12 at column 0, row 0 is no label of CamVid",
    "trainannot/e.png: has colour where numbers of labels are expected, in grey or a palette",
  ]);
});

test("Labels become channels, all that is ignored the last one", () => {
  const row = (...data: readonly number[]) => ({ file: "a.png", width: 2, height: 2, data: Uint8Array.from(data) });
  expect([channelCount(camvid), channelCount(cityscapes)]).toEqual([12, 20]);
  expect([...labelChannels(camvid, row(0, 10, 11, 3))]).toEqual([0, 10, 11, 3]);
  // Road, bicycle, caravan, and nothing.
  expect([...labelChannels(cityscapes, row(7, 33, 29, 0))]).toEqual([0, 18, 19, 19]);
  expect(() => labelChannels(cityscapes, row(7, 7, 7, 34))).toThrow(
    "a.png: 34 at column 1, row 1 is no label of Cityscapes",
  );
  const wide = { ...row(), data: Uint16Array.of(7, 263) };
  expect(() => labelChannels(cityscapes, wide)).toThrow("a.png: 263 at column 1, row 0");
});

describe("Batches", () => {
  const collect = async (name: string, options: Partial<Parameters<typeof readBatches>[1]> = {}) => {
    const examples = Object.fromEntries(["a", "b", "c"].map((stem, at) => [stem, { colour: 51 * at, label: at + 1 }]));
    const set = await openCamvid(await tinySet(name, examples), "train");
    return await allOf(readBatches(set, { batchSize: 2, seed: 1, ...options }));
  };

  test("hold images of 0 to 1 by channel, and a label for each pixel", async () => {
    const [first, last] = await collect("plain", { mean: [0, 0.5, 0] });
    expect([first!.names, last!.names]).toEqual([["a", "b"], ["c"]]);
    expect([first!.image.shape, first!.labels.shape]).toEqual([
      [2, 3, 1, 1],
      [2, 1, 1],
    ]);
    expect([...first!.image.data]).toEqual([0, -0.5, 1, Math.fround(0.2), -0.5, 1]);
    expect([...first!.labels.data]).toEqual([1, 2]);
  });

  test("come in an order of each epoch's own, the same again for the same seed", async () => {
    const orderOf = async (name: string, epoch: number) =>
      (await collect(name, { epoch, batchSize: 1 })).map(({ names }) => names.join("")).join("");
    const orders = await Promise.all(Array.from({ length: 40 }, (_, epoch) => orderOf(`shuffled ${epoch}`, epoch)));
    expect(new Set(orders).size).toBe(6);
    expect(await orderOf("again", 4)).toBe(orders[4]);
    const batches = await collect("dropped", { epoch: 4, dropsLast: true });
    expect(batches.map(({ names }) => names.join(""))).toEqual([orders[4]!.slice(0, 2)]);
    const set = await openCamvid(place("dropped"), "train");
    expect(batchNames(set, { batchSize: 2, seed: 1, epoch: 4 }).flat().join("")).toBe(orders[4]);
  });

  test("are refused where examples fill none, or have several sizes", async () => {
    await expect(collect("few", { batchSize: 4, dropsLast: true })).rejects.toThrow("3 examples fill no batch of 4");
    await expect(collect("none", { batchSize: 0 })).rejects.toThrow("a batch is of 1 example or more, not of 0");
    await expect(collect("flat", { size: { width: 0, height: 1 } })).rejects.toThrow("0x1 is no size of images");
    await expect(collect("back", { augmentation: { scale: [2, 1] } })).rejects.toThrow("not scaled by 2 to 1");
    const root = await tinySet("sizes", { a: { colour: 0, label: 0 } });
    await writeFile(join(root, "train", "b.png"), encodePicture({ width: 2, height: 1 }, new Uint8Array(6), "test"));
    await writeFile(
      join(root, "trainannot", "b.png"),
      encodeNumberMap({ width: 2, height: 1 }, Uint8Array.of(5, 6), "test"),
    );
    const set = await openCamvid(root, "train");
    await expect(allOf(readBatches(set, { batchSize: 2, seed: 0 }))).rejects.toThrow("b is 2x1, but a 1x1");
    const [batch] = await allOf(readBatches(set, { batchSize: 2, seed: 0, size: { width: 2, height: 1 } }));
    expect([...batch!.labels.data]).toEqual([0, 0, 5, 6]);
  });

  test("are the same with the same options, augmented too", async () => {
    const set = await openCamvid(place("camvid"), "train");
    const augmentation = { flip: true, scale: [1, 2], crop: { width: 16, height: 8 } } as const;
    const read = async () => await allOf(readBatches(set, { batchSize: 2, seed: 3, epoch: 1, augmentation }));
    const batches = await read();
    expect(batches.map(({ image }) => image.shape)).toEqual([
      [2, 3, 8, 16],
      [1, 3, 8, 16],
    ]);
    expect(await read()).toEqual(batches);
  });
});

test("A survey has the mean colour, and counts labels", async () => {
  const root = await tinySet("surveyed", { a: { colour: 51, label: 3 }, b: { colour: 153, label: 11 } });
  const { mean, pixels } = await surveyDataSet(await openCamvid(root, "train"));
  expect(mean.map((each) => Math.round(1000 * each))).toEqual([400, 0, 1000]);
  expect(pixels).toEqual([0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1]);
});

test("A file that breaks while it is read is an error where its example comes, and not before", async () => {
  const root = await tinySet("breaks", { a: { colour: 0, label: 0 }, b: { colour: 0, label: 0 } });
  const set = await openCamvid(root, "train");
  await writeFile(join(root, "train", "b.png"), "");
  const names: string[] = [];
  const reading = (async () => {
    for await (const { name } of readExamples(set)) names.push(name);
  })();
  await expect(reading).rejects.toThrow("b.png: is empty");
  expect(names).toEqual(["a"]);
});
