/**
 * Cityscapes, Cordts et al. 2016 (arXiv 1604.01685): `leftImg8bit/train/aachen/aachen_000000_000019_leftImg8bit.png` has its labels and
 * instances in `gtFine/train/aachen`.
 */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { cityscapes } from "@linknet-kit/metrics";
import type { DataSet, ExampleFiles, Split } from "../dataSet.js";
import { WrongLayoutError } from "../errors.js";
import { namesIn } from "./namesIn.js";

export const CITYSCAPES_IMAGES = "leftImg8bit";
const IMAGE = "_leftImg8bit.png";
const HINT = "give the folder that has leftImg8bit and gtFine, with the cities of each split in both";

export function cityscapesPaths(folder: string, split: Split, city: string, frame: string): ExampleFiles {
  const truth = join(folder, "gtFine", split, city, `${frame}_gtFine_`);
  return {
    name: frame,
    image: join(folder, CITYSCAPES_IMAGES, split, city, frame + IMAGE),
    labels: `${truth}labelIds.png`,
    instances: `${truth}instanceIds.png`,
  };
}

/** All images of a split, city by city. Nothing is read but names of files. */
export async function openCityscapes(folder: string, split: Split): Promise<DataSet> {
  const place = join(folder, CITYSCAPES_IMAGES, split);
  await namesIn(place, HINT);
  await namesIn(join(folder, "gtFine", split), HINT);
  const entries = await readdir(place, { withFileTypes: true });
  // A city may be a link to another disk.
  const cities = entries.filter((entry) => entry.isDirectory() || entry.isSymbolicLink()).map(({ name }) => name);
  const examples: ExampleFiles[] = [];
  for (const city of cities.toSorted()) {
    const names = await readdir(join(place, city));
    const frames = names.filter((name) => name.endsWith(IMAGE)).map((name) => name.slice(0, -IMAGE.length));
    examples.push(...frames.toSorted().map((frame) => cityscapesPaths(folder, split, city, frame)));
  }
  if (examples.length === 0) throw new WrongLayoutError({ problem: `"${place}" has no ${IMAGE.slice(1)}`, hint: HINT });
  return { labels: cityscapes, examples };
}
