/** Adds up, pair after pair, how well a network labels images; what it takes of memory is the same for one pair and for thousands. */
import { type Counts, mergeCounts, noCounts } from "./counts.js";
import { InstanceCounter } from "./instanceCounter.js";
import { JointCounter } from "./jointCounter.js";
import { type LabelMap, type PixelMap, checkSize } from "./labelMap.js";
import type { LabelSet } from "./labelSet.js";
import { type Scores, scoresOf } from "./scores.js";

/** An image as people labelled it and as a network did. */
export interface LabelledPair {
  readonly truth: LabelMap;
  readonly prediction: LabelMap;
  /** Which thing each pixel belongs to; with each pair, or with none. */
  readonly instances?: PixelMap | undefined;
}

/**
 * Scores by the rules of Cityscapes' own scripts. Several workers have one each, and pass on their `counts`, which are plain data:
 * `evaluation.merge(counts)`.
 */
export class Evaluation {
  readonly #set: LabelSet;
  readonly #joint: JointCounter;
  #instances: InstanceCounter | undefined;
  #counts: Counts;

  constructor(set: LabelSet) {
    this.#set = set;
    this.#joint = new JointCounter(set);
    this.#counts = noCounts(set);
  }

  /** What was added so far; later pairs do not change it. */
  get counts(): Counts {
    return this.#counts;
  }

  /** A `MapSizeError`, an `UnknownLabelError` or an `UnlikeCountsError` where the pair cannot be scored: nothing of it is added. */
  add({ truth, prediction, instances }: LabelledPair): void {
    for (const map of [truth, prediction, ...(instances === undefined ? [] : [instances])]) checkSize(map, truth);
    const own = { ...noCounts(this.#set), pairs: 1, pairsWithInstances: instances === undefined ? 0 : 1 };
    this.#joint.count(truth, prediction, own.confusion);
    if (instances !== undefined) {
      this.#instances ??= new InstanceCounter(this.#set);
      this.#instances.count(instances, prediction, own.instances);
    }
    this.merge(own, truth.file);
  }

  /** Adds what another evaluation of the same labels counted; an `UnlikeCountsError`, of `origin`, where it is of others. */
  merge(counts: Counts, origin = "merged counts"): void {
    this.#counts = mergeCounts(this.#counts, counts, origin);
  }

  scores(): Scores {
    return scoresOf(this.#set, this.#counts);
  }
}
