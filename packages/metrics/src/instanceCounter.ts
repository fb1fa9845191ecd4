/** Counts the pixels of each thing that were found, and weighs them as if all things of a label were of one size. */
import type { InstanceCounts } from "./counts.js";
import { type LabelMap, type PixelMap, bytesOf, wordsOf } from "./labelMap.js";
import type { PixelLabel, LabelSet } from "./labelSet.js";
import { VALUES, positionsOf, unknownValue } from "./labelTables.js";

/** A thing's number in maps of instances is the id of its label times this, and a number of its own below. */
const OF_LABEL = 1000;
const NUMBERS = 65536;
/** What was predicted for a pixel of a thing: another category, its category or its label. Two bits hold it. */
const MISS = 0;
const CATEGORY_HIT = 1;
const HIT = 2;

/** One for all pairs of a set, since its memory is taken once. */
export class InstanceCounter {
  readonly #set: LabelSet;
  /** Four numbers of pixels for each instance, one for each of the above. */
  readonly #pixels = new Uint32Array(4 * NUMBERS);
  /** Where the row of each instance's label begins among `#outcomes`. */
  readonly #rows = new Uint16Array(NUMBERS);
  /** By the id of the label that is there, and the value that was predicted. */
  readonly #outcomes = new Uint8Array(VALUES * VALUES);

  constructor(set: LabelSet) {
    this.#set = set;
    for (let id = 0; id * OF_LABEL < NUMBERS; id += 1) this.#rows.fill(VALUES * id, id * OF_LABEL);
  }

  /** Adds the things of a pair to `counts`. An `UnknownLabelError` where one is of no label that has any; `counts` are useless then. */
  count(instances: PixelMap, prediction: LabelMap, counts: InstanceCounts): void {
    const { name, labels } = this.#set;
    this.#readOutcomes(prediction);
    this.#pixels.fill(0);
    this.#countPixels(wordsOf(instances), bytesOf(prediction, name));
    const ofId = new Map(labels.map(({ id }, position) => [id, position]));
    for (let number = OF_LABEL + 1; number < NUMBERS; number += 1) {
      const found = this.#pixels[4 * number + HIT]!;
      const inCategory = this.#pixels[4 * number + CATEGORY_HIT]! + found;
      const size = this.#pixels[4 * number + MISS]! + inCategory;
      if (size === 0) continue;
      const position = ofId.get(Math.floor(number / OF_LABEL));
      const label = position === undefined ? undefined : labels[position]!;
      if (label?.isIgnored === true) continue;
      if (position === undefined || label?.instances === undefined)
        throw unknownValue(instances, number, `no instance of a label of ${name} that has any`);
      const weight = label.instances.averageSize / size;
      counts.hits[position]! += found * weight;
      counts.misses[position]! += (size - found) * weight;
      counts.categoryHits[position]! += inCategory * weight;
      counts.categoryMisses[position]! += (size - inCategory) * weight;
    }
  }

  #countPixels(instances: Uint16Array, prediction: Uint8Array): void {
    const [pixels, rows, outcomes] = [this.#pixels, this.#rows, this.#outcomes];
    for (let pixel = 0; pixel < instances.length; pixel += 1) {
      const number = instances[pixel]!;
      if (number > OF_LABEL) pixels[(number << 2) | outcomes[rows[number]! | prediction[pixel]!]!]! += 1;
    }
  }

  #readOutcomes(prediction: LabelMap): void {
    const { labels } = this.#set;
    const positions = positionsOf(this.#set, prediction);
    for (const there of labels) {
      for (const [value, position] of positions.entries())
        this.#outcomes[VALUES * there.id + value] = outcomeOf(there, labels[position]);
    }
  }
}

function outcomeOf(there: PixelLabel, predicted: PixelLabel | undefined): number {
  if (predicted === there) return HIT;
  return there.category !== undefined && predicted?.category === there.category ? CATEGORY_HIT : MISS;
}
