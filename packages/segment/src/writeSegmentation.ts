/** What became of a picture, as files: the overlay for people, the map of labels for programs. */
import { basename, extname, join } from "node:path";
import { type FileKind, type Output, type WriteOptions, writeFilesAtomically } from "@linknet-kit/base/files";
import { type Size } from "@linknet-kit/core";
import { encodePaletteMap, encodePicture } from "@linknet-kit/data";
import type { LabelColour } from "@linknet-kit/metrics";
import { SegmentChoiceError } from "./errors.js";
import { labelPixels } from "./network/labelPixels.js";
import { overlayOf } from "./overlay.js";
import type { Segmentation } from "./segmentation.js";

const NOTE = "segmentation by linknet-kit";
const segmentationFile: FileKind = {
  name: "segmentation of linknet-kit",
  isOurs: ({ head, tail }) => [head, tail].some((end) => Buffer.from(end).includes(NOTE, 0, "latin1")),
};

export interface WrittenSegmentation {
  readonly overlay: string;
  readonly labels: string;
}

/**
 * What files of each picture begin with: `street` of `photos/street.jpg`, and `street.jpg` where another is `street` too. A `SegmentChoiceError` where two are
 * called alike all the same.
 */
export function segmentationNames(pictures: readonly string[]): ReadonlyMap<string, string> {
  const stems = pictures.map((picture) => basename(picture, extname(picture)));
  const isTwin = (stem: string): boolean => stems.indexOf(stem) !== stems.lastIndexOf(stem);
  const names = new Map<string, string>();
  const owners = new Map<string, string>();
  for (const [position, picture] of pictures.entries()) {
    const stem = stems[position]!;
    const name = isTwin(stem) ? basename(picture) : stem;
    const twin = owners.get(name);
    if (twin !== undefined) {
      throw new SegmentChoiceError({
        problem: `what became of ${picture} would be written over what became of ${twin}`,
        hint: "give them to commands of their own, each with another --output",
      });
    }
    names.set(picture, name);
    owners.set(name, picture);
  }
  return names;
}

/** `street` becomes `street.overlay.png` and `street.labels.png` in the folder. */
function segmentationPaths(name: string, folder: string): WrittenSegmentation {
  return { overlay: join(folder, `${name}.overlay.png`), labels: join(folder, `${name}.labels.png`) };
}

/** For before anything that takes long. */
export function segmentationOutputs(name: string, folder: string): readonly Output[] {
  return Object.values(segmentationPaths(name, folder)).map((path) => ({ path, kind: segmentationFile }));
}

export interface WriteSegmentationOptions extends WriteOptions {
  readonly folder: string;
  /** What both files begin with; as the picture's does unless given. */
  readonly name?: string | undefined;
  /** Of the classes' colours over the picture, 0 to 1. */
  readonly opacity: number;
  /** Of the map of labels; the picture's unless given. */
  readonly labelsSize?: Size | undefined;
}

/** Both or neither; the map has ids of labels for numbers, and their colours for a palette. */
export async function writeSegmentation(
  segmentation: Segmentation,
  { folder, name, opacity, labelsSize, ...options }: WriteSegmentationOptions,
): Promise<WrittenSegmentation> {
  const { picture, scores, classes } = segmentation;
  const paths = segmentationPaths(name ?? basename(picture.file, extname(picture.file)), folder);
  const overlay = await overlayOf(segmentation, opacity);
  const size = labelsSize ?? { width: picture.width, height: picture.height };
  const channels = labelsSize === undefined ? segmentation.channels : labelPixels(scores, size);
  const ids = channels.map((channel) => classes[channel]!.id);
  const palette: LabelColour[] = [];
  for (const { id, colour } of classes) palette[id] = colour;
  await writeFilesAtomically(
    [
      { path: paths.labels, kind: segmentationFile, content: encodePaletteMap(size, ids, palette, NOTE) },
      { path: paths.overlay, kind: segmentationFile, content: encodePicture(overlay, overlay.colours, NOTE) },
    ],
    { makeFolders: true, ...options },
  );
  return paths;
}
