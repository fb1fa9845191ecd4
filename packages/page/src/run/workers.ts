/** The workers of one run, which end together. */
import type { BrowserRuntimeName } from "@linknet-kit/browser/worker";
import { RuntimeWorker } from "@linknet-kit/browser/worker";
import { type ModelClient, startModelWorker } from "../model/modelClient.js";

interface Ending {
  terminate(): void;
}

export class RunWorkers {
  readonly #alive = new Set<Ending>();
  #ended = false;

  get haveEnded(): boolean {
    return this.#ended;
  }

  runtime(name: BrowserRuntimeName): RuntimeWorker {
    return this.#keep(new RuntimeWorker(name));
  }

  model(): ModelClient {
    return this.#keep(startModelWorker());
  }

  /** Ends one of them before the others, for its memory. */
  end(worker: Ending): void {
    this.#alive.delete(worker);
    worker.terminate();
  }

  /** Ends all, and those that are still asked for; whatever they were asked rejects. */
  endAll(): void {
    this.#ended = true;
    for (const worker of this.#alive) this.end(worker);
  }

  #keep<Worker extends Ending>(worker: Worker): Worker {
    if (this.#ended) worker.terminate();
    else this.#alive.add(worker);
    return worker;
  }
}
