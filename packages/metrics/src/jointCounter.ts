/** Counts pixels by what is there and what was predicted. */
import { type LabelMap, bytesOf } from "./labelMap.js";
import type { LabelSet } from "./labelSet.js";
import { LEFT_OUT, UNKNOWN, VALUES, positionsOf, unknownValue } from "./labelTables.js";

const PAIRS = VALUES * VALUES;
/** Pixels that follow each other are mostly alike, and each would wait for the one before to be counted: they go to tables in turn. */
const TABLES = 4;

/** One for all pairs of a set, since its memory is taken once. */
export class JointCounter {
  readonly #set: LabelSet;
  readonly #tables = new Uint32Array(TABLES * PAIRS);

  constructor(set: LabelSet) {
    this.#set = set;
  }

  /** Adds the pixels of a pair to `confusion`. An `UnknownLabelError` where a value stands for nothing; `confusion` is useless then. */
  count(truth: LabelMap, prediction: LabelMap, confusion: Float64Array): void {
    const { name, labels, ignoredTruth } = this.#set;
    const rows = positionsOf(this.#set, truth, ignoredTruth);
    const columns = positionsOf(this.#set, prediction);
    this.#tables.fill(0);
    countJoint(bytesOf(truth, name), bytesOf(prediction, name), this.#tables);
    for (let pair = 0; pair < PAIRS; pair += 1) {
      const pixels = sumOfTables(this.#tables, pair);
      if (pixels === 0) continue;
      const [there, predicted] = [pair >> 8, pair & 255];
      const [row, column] = [rows[there]!, columns[predicted]!];
      if (row === UNKNOWN) throw unknownValue(truth, there, `no label of ${name}`);
      if (column === UNKNOWN) throw unknownValue(prediction, predicted, `no label of ${name}`);
      if (row !== LEFT_OUT) confusion[row * labels.length + column]! += pixels;
    }
  }
}

function countJoint(truth: Uint8Array, prediction: Uint8Array, tables: Uint32Array): void {
  const whole = truth.length - (truth.length % TABLES);
  for (let pixel = 0; pixel < whole; pixel += TABLES) {
    tables[(truth[pixel]! << 8) | prediction[pixel]!]! += 1;
    tables[PAIRS + ((truth[pixel + 1]! << 8) | prediction[pixel + 1]!)]! += 1;
    tables[2 * PAIRS + ((truth[pixel + 2]! << 8) | prediction[pixel + 2]!)]! += 1;
    tables[3 * PAIRS + ((truth[pixel + 3]! << 8) | prediction[pixel + 3]!)]! += 1;
  }
  for (let pixel = whole; pixel < truth.length; pixel += 1) tables[(truth[pixel]! << 8) | prediction[pixel]!]! += 1;
}

function sumOfTables(tables: Uint32Array, pair: number): number {
  return tables[pair]! + tables[PAIRS + pair]! + tables[2 * PAIRS + pair]! + tables[3 * PAIRS + pair]!;
}
