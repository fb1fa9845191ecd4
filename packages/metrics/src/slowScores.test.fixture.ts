/** The same scores by another way, pixel by pixel and class by class, from the words of the benchmark; for maps of a few hundred pixels. */
import type { LabelSet } from "./labelSet.js";

export interface SlowPair {
  readonly truth: readonly number[];
  readonly prediction: readonly number[];
  readonly instances: readonly number[];
}

interface Pixel {
  readonly truth: number;
  readonly prediction: number;
  /** How much a pixel of a thing weighs; nothing where it belongs to none. */
  readonly weight?: number;
  readonly thing?: number;
}

export class SlowScores {
  readonly #set: LabelSet;
  readonly #pixels: readonly Pixel[];

  constructor(set: LabelSet, pairs: readonly SlowPair[]) {
    this.#set = set;
    this.#pixels = pairs.flatMap(({ truth, prediction, instances }) =>
      truth.map((each, index) => {
        const number = instances[index]!;
        const pixel = { truth: each, prediction: prediction[index]! };
        const thing = Math.floor(number / 1000);
        const label = set.labels.find(({ id }) => id === thing);
        if (number <= 1000 || label?.instances === undefined || label.isIgnored) return pixel;
        const size = instances.filter((other) => other === number).length;
        return { ...pixel, thing, weight: label.instances.averageSize / size };
      }),
    );
  }

  iou(ids: readonly number[]): number {
    const union = this.#pixels.filter(
      ({ truth, prediction }) => !this.#isIgnored(truth) && (ids.includes(truth) || ids.includes(prediction)),
    );
    const both = union.filter(({ truth, prediction }) => ids.includes(truth) && ids.includes(prediction));
    return both.length / union.length;
  }

  /** `ids` are those that are scored, `columns` those whose prediction counts as one of them. */
  instanceIou(ids: readonly number[], columns: readonly number[] = ids): number {
    const things = this.#pixels.filter(({ thing }) => thing !== undefined && ids.includes(thing));
    const weigh = (pixels: readonly Pixel[]) => pixels.reduce((sum, { weight = 0 }) => sum + weight, 0);
    const wronglyFound = this.#pixels.filter(
      ({ truth, prediction }) => !this.#isIgnored(truth) && !ids.includes(truth) && columns.includes(prediction),
    );
    const found = things.filter(({ prediction }) => columns.includes(prediction));
    return weigh(found) / (weigh(things) + wronglyFound.length);
  }

  accuracy(id: number): number {
    const own = this.#pixels.filter(({ truth }) => truth === id);
    return own.filter(({ prediction }) => prediction === id).length / own.length;
  }

  pixelAccuracy(): number {
    const counted = this.#pixels.filter(({ truth }) => !this.#isIgnored(truth));
    return counted.filter(({ truth, prediction }) => truth === prediction).length / counted.length;
  }

  #isIgnored(id: number): boolean {
    return this.#set.labels.find((label) => label.id === id)!.isIgnored === true;
  }
}
