/** Examples one after the other, while others are read already. */
import type { DataSet } from "../dataSet.js";
import { InvalidBatchesError } from "../errors.js";
import { Readers } from "./readers.js";
import type { Task, TaskName, TaskResult } from "./tasks.js";

export interface ReadingOptions {
  /** How many threads read; this one does unless given. What is read is the same. */
  readonly workers?: number | undefined;
  /** How many examples are read before they are asked for, and so in memory: twice as many as threads unless given, and one at least. */
  readonly ahead?: number | undefined;
}

interface Reading<N extends TaskName> extends ReadingOptions, Pick<Task<N>, "name" | "options"> {
  /** Positions in the data set. */
  readonly order: readonly number[];
}

const MOST_WORKERS = 64;

/** An error comes where its example would have; threads end with the last example, or when no more is asked for. */
export async function* readInOrder<N extends TaskName>(
  set: DataSet,
  reading: Reading<N>,
): AsyncGenerator<TaskResult<N>> {
  const { order, name, options, workers = 0, ahead = Math.max(1, 2 * workers) } = reading;
  check("workers", workers, { from: 0, to: MOST_WORKERS });
  check("ahead", ahead, { from: 1, to: Number.MAX_SAFE_INTEGER });
  const { labels, labelColours } = set;
  const readers = new Readers(Math.min(workers, order.length), { name, options, set: { labels, labelColours } });
  const waiting: Promise<TaskResult<N>>[] = [];
  let next = 0;
  const fill = (): void => {
    for (; next < order.length && waiting.length < ahead; next += 1) {
      const example = readers.read(set.examples[order[next]!]!);
      // It is waited for below; until then nobody listens.
      example.catch(() => undefined);
      waiting.push(example);
    }
  };
  try {
    fill();
    for (let first = waiting.shift(); first !== undefined; first = waiting.shift()) {
      const example = await first;
      fill();
      yield example;
    }
  } finally {
    await readers.close();
  }
}

function check(name: string, count: number, { from, to }: { from: number; to: number }): void {
  if (Number.isInteger(count) && count >= from && count <= to) return;
  const most = to === MOST_WORKERS ? ` to ${to}` : " or more";
  throw new InvalidBatchesError({ problem: `${name} is ${count}, expected a whole number of ${from}${most}` });
}
