/** What pairs of maps add up to: plain data, which threads and files can pass on. */
import { UnlikeCountsError } from "./errors.js";
import type { LabelSet } from "./labelSet.js";

/** Of the labels of a set, in its order. */
export interface Counts {
  /** The name of the label set. */
  readonly labelSet: string;
  readonly pairs: number;
  /** Of the pairs, those with a map of instances. */
  readonly pairsWithInstances: number;
  /** Pixels: a row for each label of truth, a column for each that was predicted. */
  readonly confusion: Float64Array;
  /** Pixels of instances by the label of truth, each as much as the label's average size in sizes of its instance. */
  readonly instances: InstanceCounts;
}

export interface InstanceCounts {
  readonly hits: Float64Array;
  readonly misses: Float64Array;
  /** Those where a label of the same category was predicted, and the others. */
  readonly categoryHits: Float64Array;
  readonly categoryMisses: Float64Array;
}

export function noCounts({ name, labels: { length } }: LabelSet): Counts {
  const zeros = (): Float64Array => new Float64Array(length);
  const instances = { hits: zeros(), misses: zeros(), categoryHits: zeros(), categoryMisses: zeros() };
  return { labelSet: name, pairs: 0, pairsWithInstances: 0, confusion: new Float64Array(length ** 2), instances };
}

/** Both together; an `UnlikeCountsError`, that names the origin of `b`, where they are of different labels, or only one has instances. */
export function mergeCounts(a: Counts, b: Counts, origin: string): Counts {
  if (a.labelSet !== b.labelSet || a.confusion.length !== b.confusion.length)
    throw new UnlikeCountsError({
      problem: `${origin}: counts of ${b.labelSet} cannot be added to those of ${a.labelSet}`,
    });
  const pairs = a.pairs + b.pairs;
  const pairsWithInstances = a.pairsWithInstances + b.pairsWithInstances;
  if (pairsWithInstances !== 0 && pairsWithInstances !== pairs)
    throw new UnlikeCountsError({
      problem: `${origin}: with it ${pairsWithInstances} of ${pairs} pairs have a map of instances`,
      hint: "each pair has one, or none has",
    });
  const { hits, misses, categoryHits, categoryMisses } = a.instances;
  return {
    labelSet: a.labelSet,
    pairs,
    pairsWithInstances,
    confusion: sum(a.confusion, b.confusion),
    instances: {
      hits: sum(hits, b.instances.hits),
      misses: sum(misses, b.instances.misses),
      categoryHits: sum(categoryHits, b.instances.categoryHits),
      categoryMisses: sum(categoryMisses, b.instances.categoryMisses),
    },
  };
}

const sum = (a: Float64Array, b: Float64Array): Float64Array => a.map((each, index) => each + b[index]!);
