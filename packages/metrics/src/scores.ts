/** Scores between 0 and 1 of what was counted, by the rules of Cityscapes: https://www.cityscapes-dataset.com/benchmarks */
import type { Counts } from "./counts.js";
import { type LabelCategory, type LabelSet, categoriesOf } from "./labelSet.js";

/** Of a label or a category. A score is `undefined` where it has no denominator, or where its kind does not exist. */
export interface Score {
  readonly name: string;
  /** In truth. */
  readonly pixels: number;
  /** Intersection over union: found / (found + missed + wrongly found), where truth is not ignored. */
  readonly iou: number | undefined;
  /** The same with pixels of each thing weighed by average size / its size, wrongly found ones as they are; of labels with instances alone. */
  readonly instanceIou: number | undefined;
  /** Found / pixels. */
  readonly accuracy: number | undefined;
}

export interface Scores {
  readonly labelSet: string;
  readonly pairs: number;
  /** In truth, without those that are ignored. */
  readonly pixels: number;
  readonly pixelAccuracy: number | undefined;
  /** Means over those that have a score. */
  readonly meanClassAccuracy: number | undefined;
  readonly meanIou: number | undefined;
  readonly meanInstanceIou: number | undefined;
  readonly meanCategoryIou: number | undefined;
  readonly meanCategoryInstanceIou: number | undefined;
  /** Of the labels that are not ignored, in the order of the set. */
  readonly classes: readonly Score[];
  readonly categories: readonly Score[];
}

export function scoresOf(set: LabelSet, counts: Counts): Scores {
  const { labels, name: labelSet } = set;
  const scored = [...labels.keys()].filter((position) => labels[position]!.isIgnored !== true);
  const scoreOf = scorerOf(counts, { scored, labels: labels.length });
  const { hits, misses, categoryHits, categoryMisses } = counts.instances;
  const classes = scored.map((position) => {
    const { name, instances } = labels[position]!;
    const withInstances = instances === undefined ? [] : [position];
    return scoreOf({ name, scored: [position], withInstances }, hits, misses);
  });
  const categories = categoriesOf(set).map((category) => scoreOf(category, categoryHits, categoryMisses));
  const pixels = sumOf(classes.map((each) => each.pixels));
  const found = sumOf(scored.map((position) => counts.confusion[position * labels.length + position]!));
  return {
    labelSet,
    pairs: counts.pairs,
    pixels,
    pixelAccuracy: quotient(found, pixels),
    meanClassAccuracy: meanOf(classes, "accuracy"),
    meanIou: meanOf(classes, "iou"),
    meanInstanceIou: meanOf(classes, "instanceIou"),
    meanCategoryIou: meanOf(categories, "iou"),
    meanCategoryInstanceIou: meanOf(categories, "instanceIou"),
    classes,
    categories,
  };
}

/** Scores a label as a category of its own. */
function scorerOf(counts: Counts, all: { readonly scored: readonly number[]; readonly labels: number }) {
  const anywhere = Array.from({ length: all.labels }, (_, position) => position);
  const pixelsOf = (rows: readonly number[], columns: readonly number[]): number =>
    sumOf(rows.flatMap((row) => columns.map((column) => counts.confusion[row * all.labels + column]!)));

  return (category: LabelCategory, hits: Float64Array, misses: Float64Array): Score => {
    const { name, scored, withInstances } = category;
    const others = all.scored.filter((position) => !scored.includes(position));
    const pixels = pixelsOf(scored, anywhere);
    const found = pixelsOf(scored, scored);
    // Of caravans and trailers, which are ignored, too: Cityscapes counts them as vehicles here.
    const foundInInstances = sumOf(withInstances.map((position) => hits[position]!));
    const missedInInstances = sumOf(withInstances.map((position) => misses[position]!));
    const hasInstances = counts.pairsWithInstances > 0 && withInstances.length > 0;
    const weighted = foundInInstances + missedInInstances + pixelsOf(others, withInstances);
    return {
      name,
      pixels,
      iou: quotient(found, pixels + pixelsOf(others, scored)),
      instanceIou: hasInstances ? quotient(foundInInstances, weighted) : undefined,
      accuracy: quotient(found, pixels),
    };
  };
}

function meanOf(scores: readonly Score[], kind: "iou" | "instanceIou" | "accuracy"): number | undefined {
  const given = scores.flatMap((score) => score[kind] ?? []);
  return quotient(sumOf(given), given.length);
}

const quotient = (part: number, whole: number): number | undefined => (whole === 0 ? undefined : part / whole);

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0);
