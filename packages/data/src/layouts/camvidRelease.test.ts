import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TemporaryFolder, makeTemporaryFolder } from "@linknet-kit/base/files";
import { checkFiles } from "../checkFiles.js";
import { encodeNumberMap, encodePicture } from "../png/encodePng.js";
import { pngOf } from "../png/writePng.test.fixture.js";
import { readExample } from "../reading/readExample.js";
import { writeCamvidScenes, writeCityscapesScenes } from "../scenes/writeScenes.js";
import { CAMVID_COLOURS } from "./camvidClasses.js";
import { openCamvidRelease } from "./camvidRelease.js";
import { openDataSet } from "./openDataSet.js";

let folder: TemporaryFolder;
const place = (...names: readonly string[]) => join(folder.path, ...names);
beforeAll(async () => {
  folder = await makeTemporaryFolder("camvid");
});
afterAll(async () => {
  await folder.remove();
});

async function makeFolders(root: string) {
  await mkdir(join(root, "701_StillsRaw_full"), { recursive: true });
  await mkdir(join(root, "LabeledApproved_full"), { recursive: true });
}

/** One still, with these colours for labels, all in one row. */
async function still(root: string, colours: readonly number[]) {
  await makeFolders(root);
  const size = { width: colours.length / 3, height: 1 };
  const image = join(root, "701_StillsRaw_full", "0001TP_006690.png");
  const labels = join(root, "LabeledApproved_full", "0001TP_006690_L.png");
  await writeFile(image, encodePicture(size, new Uint8Array(colours.length), "test"));
  await writeFile(labels, encodePicture(size, Uint8Array.from(colours), "test"));
  return { set: await openCamvidRelease(root, "train"), labels };
}

test("Its 701 pictures are split as SegNet's lists do", async () => {
  const root = place("names");
  await makeFolders(root);
  const frames = (from: number, to: number, step: number) =>
    Array.from({ length: (to - from) / step + 1 }, (_, at) => from + step * at);
  const name = (sequence: string, digits: number) => (frame: number) =>
    `${sequence}${String(frame).padStart(digits, "0")}.png`;
  const files = [
    ...frames(6690, 10380, 30).map(name("0001TP_", 6)),
    ...frames(930, 3930, 30).map(name("0006R0_f", 5)),
    ...[...frames(390, 2400, 30), ...frames(4350, 7920, 30), ...frames(8190, 8640, 30)].map(name("0016E5_", 5)),
    ...frames(7959, 8159, 2).map(name("0016E5_", 5)),
    ...frames(0, 5100, 30).map(name("Seq05VD_f", 5)),
  ];
  expect(files).toHaveLength(701);
  await Promise.all(files.map((file) => writeFile(join(root, "701_StillsRaw_full", file), "")));
  const [train, val, held] = await Promise.all(
    (["train", "val", "test"] as const).map(async (split) => (await openCamvidRelease(root, split)).examples),
  );
  expect([train!.length, val!.length, held!.length]).toEqual([367, 101, 233]);
  // The last of the first list, and the first of the third.
  expect(train!.map((each) => each.name)).toContain("0001TP_008520");
  expect(held![0]!.name).toBe("0001TP_008550");
  expect([val![0]!.name, val!.at(-1)!.name]).toEqual(["0016E5_07959", "0016E5_08159"]);
  await writeFile(join(root, "701_StillsRaw_full", "holiday.png"), "");
  await expect(openCamvidRelease(root, "val")).rejects.toThrow("holiday.png: is none of the pictures of CamVid");
});

test("Colours become the eleven classes, and void is ignored", async () => {
  expect(CAMVID_COLOURS.size).toBe(32);
  // Sky, archway, column, lane marking, parking block, vegetation, traffic light, fence, bus, child, motorcycle, void.
  const colours = [
    [128, 128, 128],
    [192, 0, 128],
    [192, 192, 128],
    [128, 0, 192],
    [64, 192, 128],
    [192, 192, 0],
    [0, 64, 64],
    [64, 64, 128],
    [192, 128, 192],
    [192, 128, 64],
    [192, 0, 192],
    [0, 0, 0],
  ].flat();
  const { set, labels } = await still(place("colours"), colours);
  await checkFiles(set, { everyPixel: true });
  const example = await readExample(set, set.examples[0]!);
  expect([...example.labels.data]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  expect(example.channels).toEqual(example.labels.data);
  // The same of a palette, whose numbers say nothing.
  await writeFile(
    labels,
    pngOf({ width: 12, height: 1, kind: 3, depth: 4, rows: [0, 0x10, 0, 0, 0, 0, 0], palette: colours }),
  );
  expect([...(await readExample(set, set.examples[0]!)).labels.data]).toEqual([
    1,
    0,
    ...Array.from({ length: 10 }, () => 0),
  ]);
  await writeFile(
    labels,
    pngOf({ width: 12, height: 1, kind: 3, depth: 4, rows: [0, 0xf0, 0, 0, 0, 0, 0], palette: colours }),
  );
  await expect(readExample(set, set.examples[0]!)).rejects.toThrow("has no colour 15 in its palette");
});

test("A colour that is no class is told with its place, and why there may be many", async () => {
  const { set, labels } = await still(place("strange"), [0, 0, 0, 1, 2, 3]);
  const refusal = async () => await readExample(set, set.examples[0]!).catch((error: unknown) => error);
  expect(await refusal()).toMatchObject({
    message: `${labels}: the colour 1, 2, 3 at column 1, row 0 is none of CamVid's labels`,
    hint: undefined,
  });
  await writeFile(labels, encodePicture({ width: 2, height: 1 }, Uint8Array.of(1, 2, 3, 4, 5, 6), "test"));
  expect(await refusal()).toMatchObject({
    message: expect.stringContaining("column 0, row 0 is none of CamVid's labels, nor are others in this file"),
    hint: expect.stringContaining("resize images of labels to the nearest pixel"),
  });
  await writeFile(labels, encodeNumberMap({ width: 2, height: 1 }, Uint8Array.of(1, 2), "test"));
  await expect(checkFiles(set)).rejects.toThrow("has grey of 8 bits where colours of labels are expected");
});

test("A folder says by its layout which data set it has", async () => {
  const options = { size: { width: 8, height: 8 }, seed: 1, examples: { val: 1 } };
  await writeCamvidScenes(place("segnet"), options);
  await writeCityscapesScenes(place("cities"), options);
  const { set } = await still(place("release"), [0, 0, 0]);
  expect(await openDataSet(place("release"), "train")).toEqual(set);
  expect((await openDataSet(place("segnet"), "val")).examples[0]!.name).toBe("scene_000000");
  expect((await openDataSet(place("cities"), "val")).labels.name).toBe("Cityscapes");
  await mkdir(place("outer"));
  await rename(place("cities"), place("outer", "cities"));
  await expect(openDataSet(place("outer"), "val")).rejects.toMatchObject({
    summary: `"${place("outer")}" has no data set`,
    details: [
      "Cityscapes has leftImg8bit and gtFine",
      "CamVid's own release has 701_StillsRaw_full and LabeledApproved_full",
      "CamVid of SegNet has train, trainannot, train.txt and the same of val and test",
    ],
    hint: "outer/cities has one: give that folder",
  });
  await expect(openDataSet(place("nowhere"), "val")).rejects.toThrow("nowhere");
});
