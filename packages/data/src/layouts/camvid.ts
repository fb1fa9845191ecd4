/**
 * CamVid, Brostow et al. 2008, as SegNet's release has it: `train`, `trainannot`, `train.txt` and the same of `val` and `test`. A line of a
 * list names an image and its labels, below a folder of whoever made the list.
 */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { readBytes, systemCode } from "@linknet-kit/base/files";
import { camvid } from "@linknet-kit/metrics";
import type { DataSet, ExampleFiles, Split } from "../dataSet.js";
import { WrongLayoutError } from "../errors.js";
import { namesIn } from "./namesIn.js";

const MOST_LIST_BYTES = 2 ** 24;
const HINT = "SegNet's release of CamVid has train, trainannot, train.txt and the same of val and test";

/** By the list of the split, or of all images in its folder where there is no list. Nothing but the list is read. */
export async function openCamvid(folder: string, split: Split): Promise<DataSet> {
  const pairs = (await listed(folder, split)) ?? (await found(folder, split));
  if (pairs.length === 0) throw new WrongLayoutError({ problem: `"${folder}" has no images of ${split}`, hint: HINT });
  // One that is missing would be told file by file.
  for (const place of [split, `${split}annot`]) await namesIn(join(folder, place), HINT);
  const examples = pairs.map(
    ([image, labels]): ExampleFiles => ({
      name: stemOf(image),
      image: join(folder, split, image),
      labels: join(folder, `${split}annot`, labels),
    }),
  );
  checkNames(folder, examples);
  return { labels: camvid, examples };
}

type Pair = readonly [image: string, labels: string];

/** Names of files; none where there is no list. */
async function listed(folder: string, split: Split): Promise<readonly Pair[] | undefined> {
  const path = join(folder, `${split}.txt`);
  const bytes = await readBytes(path, { maximumBytes: MOST_LIST_BYTES }).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "FILE_MISSING") return undefined;
    throw error;
  });
  if (bytes === undefined) return undefined;
  const lines = new TextDecoder().decode(bytes).split("\n");
  return lines.flatMap((line, position) => {
    const words = line.trim().split(/\s+/);
    if (words[0] === "") return [];
    const [image, labels] = words.map((word) => word.split(/[\\/]/).slice(-2));
    if (words.length !== 2 || !isIn(image, split) || !isIn(labels, `${split}annot`)) {
      const expected = `an image in ${split} and its labels in ${split}annot`;
      throw new WrongLayoutError({ problem: `${path}: line ${position + 1} does not name ${expected}`, hint: HINT });
    }
    return [[image![1]!, labels![1]!]];
  });
}

function isIn(place: readonly string[] | undefined, folder: string): boolean {
  return (
    place?.length === 2 && place[0] === folder && !["", ".", ".."].includes(place[1]!) && !place[1]!.includes("\0")
  );
}

async function found(folder: string, split: Split): Promise<readonly Pair[]> {
  const names = await readdir(join(folder, split)).catch((cause: unknown) => {
    const why = systemCode(cause) === "ENOENT" ? "has neither" : "cannot be read for";
    throw new WrongLayoutError({ problem: `"${folder}" ${why} ${split}.txt nor a folder ${split}`, hint: HINT });
  });
  return names
    .filter((name) => /\.png$/i.test(name))
    .toSorted()
    .map((name) => [name, name]);
}

function stemOf(file: string): string {
  return file.replace(/\.png$/i, "");
}

/** Twice in a list is twice in an epoch, and a mistake. */
function checkNames(folder: string, examples: readonly ExampleFiles[]): void {
  const seen = new Set<string>();
  for (const { name } of examples) {
    if (seen.has(name)) throw new WrongLayoutError({ problem: `"${folder}" has ${name} twice`, hint: HINT });
    seen.add(name);
  }
}
