/** Which batches go into ONNX Runtime together. */
import type { Gathered } from "./batches.js";

/** What is asked to stop waits for a run. */
const MOST_MS = 2000;
const MOST_BATCHES = 16;
/** Of images and labels, which are in memory twice: as batches, and as the list that a run is given. */
const MOST_BYTES = 2 ** 26;

/** How many batches a run may have, by how long those before took; the first has one. */
export class RunLength {
  readonly #most: number;
  #msOfBatch = MOST_MS;

  constructor(bytesOfBatch: number) {
    this.#most = Math.min(MOST_BATCHES, Math.floor(MOST_BYTES / bytesOfBatch));
  }

  get batches(): number {
    return Math.max(1, Math.min(this.#most, Math.floor(MOST_MS / Math.max(1, this.#msOfBatch))));
  }

  took(ms: number, batches: number): void {
    this.#msOfBatch = ms / batches;
  }
}

interface Runs {
  readonly length: RunLength;
  /** Batches of an update. */
  readonly accumulate: number;
  /** How many updates were made before. */
  readonly updates: number;
  /** Updates after which all is written, so that a run must end there. */
  readonly saveEvery?: number | undefined;
}

/** A run is one or several whole updates, or a part of one where it has more batches than a run may have. */
export async function* inRuns(
  batches: AsyncIterable<Gathered>,
  { length, accumulate, saveEvery = Number.POSITIVE_INFINITY, ...before }: Runs,
): AsyncGenerator<readonly Gathered[]> {
  let run: Gathered[] = [];
  let { updates } = before;
  let most = length.batches;
  for await (const gathered of batches) {
    run.push(gathered);
    if (gathered.count > 0) updates += 1;
    const hasRoom = run.length + accumulate <= most || (gathered.count === 0 && run.length < most);
    const isSaved = gathered.count > 0 && updates % saveEvery === 0;
    if (hasRoom && !isSaved) continue;
    yield run;
    run = [];
    most = length.batches;
  }
  if (run.length > 0) yield run;
}

/** The next while one is worked on. */
export async function* oneAhead<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]();
  const ask = (): Promise<IteratorResult<T>> => {
    const next = iterator.next();
    // It is waited for where its turn comes; until then nobody listens.
    next.catch(() => undefined);
    return next;
  };
  try {
    for (let next = ask(); ; ) {
      const { done, value } = await next;
      if (done === true) return;
      next = ask();
      yield value;
    }
  } finally {
    await iterator.return?.();
  }
}
