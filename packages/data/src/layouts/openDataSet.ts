/** A folder whose layout says which data set it has. */
import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { readFolderError } from "@linknet-kit/base/files";
import { type DataSet, SPLITS, type Split } from "../dataSet.js";
import { WrongLayoutError } from "../errors.js";
import { readRecord } from "../sceneRecord.js";
import { openCamvid } from "./camvid.js";
import { CAMVID_STILLS, openCamvidRelease } from "./camvidRelease.js";
import { CITYSCAPES_IMAGES, openCityscapes } from "./cityscapes.js";

interface Layout {
  /** What users know it by. */
  readonly name: string;
  readonly open: (folder: string, split: Split) => Promise<DataSet>;
  /** One of these is there. */
  readonly marks: readonly string[];
  readonly looks: string;
}

const LAYOUTS: readonly Layout[] = [
  { name: "Cityscapes", open: openCityscapes, marks: [CITYSCAPES_IMAGES], looks: "leftImg8bit and gtFine" },
  {
    name: "CamVid's own release",
    open: openCamvidRelease,
    marks: [CAMVID_STILLS],
    looks: "701_StillsRaw_full and LabeledApproved_full",
  },
  {
    name: "CamVid of SegNet",
    open: openCamvid,
    marks: SPLITS.flatMap((split) => [split, `${split}.txt`]),
    looks: "train, trainannot, train.txt and the same of val and test",
  },
];

/** A split of whichever data set lies in a folder; a `WrongLayoutError` that says how each looks where none does. */
export async function openDataSet(folder: string, split: Split): Promise<DataSet> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw readFolderError(folder, cause);
  });
  const layout = layoutOf(names);
  if (layout !== undefined) {
    const isGenerated = (await readRecord(folder)) !== undefined;
    return { ...(await layout.open(folder, split)), ...(isGenerated && { isGenerated }) };
  }
  const looks = LAYOUTS.map(({ name, looks: each }) => `${name} has ${each}`);
  throw new WrongLayoutError({
    problem: `"${folder}" has no data set`,
    details: looks,
    hint: await hintOf(folder, names),
  });
}

function layoutOf(names: readonly string[]): Layout | undefined {
  return LAYOUTS.find(({ marks }) => marks.some((mark) => names.includes(mark)));
}

/** Whoever unpacks an archive often has a folder more. */
async function hintOf(folder: string, names: readonly string[]): Promise<string> {
  for (const name of names.toSorted()) {
    const inner = await readdir(join(folder, name)).catch(() => []);
    if (layoutOf(inner) !== undefined) return `${basename(folder)}/${name} has one: give that folder`;
  }
  return names.length === 0 ? "the folder is empty" : "give the folder that has these";
}
