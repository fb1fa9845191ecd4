/** What the values of label maps stand for, in one data set. */
import { counted } from "@linknet-kit/base";

/** Red, green and blue, 0 to 255. */
export type LabelColour = readonly [red: number, green: number, blue: number];

export interface PixelLabel {
  readonly name: string;
  /** Its value in label maps, 0 to 255. */
  readonly id: number;
  /** In pictures of label maps, as the data set's own have it; several may have one. */
  readonly colour?: LabelColour;
  /** The group of labels that it is scored with. */
  readonly category?: string;
  /** Pixels that are so in truth are left out of every score; where it is predicted it is wrong. */
  readonly isIgnored?: boolean;
  /** Whether instance maps tell its things apart, and how many pixels one has in the average. */
  readonly instances?: { readonly averageSize: number };
}

/** Labels by their ids, no two of which are the same. */
export interface LabelSet {
  readonly name: string;
  readonly labels: readonly PixelLabel[];
  /** Values of truth alone that stand for no label: such pixels are left out, and to predict one is an error. */
  readonly ignoredTruth?: readonly number[];
}

/** How many channels networks have for it: one for each label that is scored, and the last for all that are ignored. */
export function channelCount({ labels }: LabelSet): number {
  return 1 + labels.filter(({ isIgnored }) => isIgnored !== true).length;
}

/** What stands for each channel, as far as the set has it: the labels that are scored, and of those that are ignored the first. */
export function channelLabels({ labels }: LabelSet): readonly PixelLabel[] {
  const ignored = labels.find(({ isIgnored }) => isIgnored === true);
  return [...labels.filter(({ isIgnored }) => isIgnored !== true), ...(ignored === undefined ? [] : [ignored])];
}

/** `64 generated scenes with labels of CamVid`; scenes that were drawn are not of the data set whose labels they have. */
export function describeImages(count: number, images: LabelledImages): string {
  return `${countImages(count, images)} with labels of ${images.labels.name}`;
}

/** `64 generated scenes`, or `64 images` of any other kind. */
export function countImages(count: number, { isGenerated = false }: Pick<LabelledImages, "isGenerated">): string {
  return counted(count, isGenerated ? "generated scene" : "image");
}

interface LabelledImages {
  readonly labels: Pick<LabelSet, "name">;
  readonly isGenerated?: boolean | undefined;
}

/** A label set of so many names, whose ids are their positions. */
export function numberedLabels(
  name: string,
  names: readonly string[],
  { ignoredTruth = [] }: { readonly ignoredTruth?: readonly number[] } = {},
): LabelSet {
  return { name, labels: names.map((each, id) => ({ name: each, id })), ignoredTruth };
}

/** A category and the positions of labels in it. */
export interface LabelCategory {
  readonly name: string;
  /** Of the labels that are scored. */
  readonly scored: readonly number[];
  /** Of all its labels where each has instances, else none: such a category has no score of instances. */
  readonly withInstances: readonly number[];
}

/** In the order of the labels; categories without a label that is scored are left out. */
export function categoriesOf({ labels }: LabelSet): readonly LabelCategory[] {
  const names = new Set(labels.flatMap(({ category }) => category ?? []));
  return [...names].flatMap((name) => {
    const positions = [...labels.keys()].filter((position) => labels[position]!.category === name);
    const scored = positions.filter((position) => labels[position]!.isIgnored !== true);
    const haveInstances = positions.every((position) => labels[position]!.instances !== undefined);
    return scored.length === 0 ? [] : [{ name, scored, withInstances: haveInstances ? positions : [] }];
  });
}
