/** Threads that read examples beside this one. */
import { Worker } from "node:worker_threads";
import type { ExampleFiles } from "../dataSet.js";
import type { ReaderAnswer } from "./readerThread.js";
import { type Task, type TaskName, type TaskResult, runTask } from "./tasks.js";

/** The compiled one, also where this runs from its source, as in tests. */
const THREAD = new URL("../../dist/reading/readerThread.js", import.meta.url);

/** So many threads for one task; where there are none, this one reads. */
export class Readers<N extends TaskName> {
  readonly #task: Task<N>;
  readonly #all: readonly Worker[];
  readonly #free: Worker[];
  readonly #queue: ((worker: Worker) => void)[] = [];

  constructor(count: number, task: Task<N>) {
    this.#task = task;
    this.#all = Array.from({ length: count }, () => {
      const worker = new Worker(THREAD, { workerData: task });
      // Only while it reads does the process wait for it.
      worker.unref();
      return worker;
    });
    this.#free = [...this.#all];
  }

  async read(files: ExampleFiles): Promise<TaskResult<N>> {
    const { result } = this.#all.length === 0 ? {} : await this.#ask(files);
    // What failed there fails here again, with an error that keeps its class.
    return result === undefined ? await runTask(this.#task, files) : (result as TaskResult<N>);
  }

  /** Ends all threads, after what they read at present. */
  async close(): Promise<void> {
    this.#queue.length = 0;
    await Promise.all(
      this.#all.map(async (worker) => {
        if (worker.threadId === -1) return;
        const ended = new Promise((resolve) => worker.once("exit", resolve));
        worker.ref();
        worker.postMessage("end", []);
        await ended;
      }),
    );
  }

  async #ask(files: ExampleFiles): Promise<ReaderAnswer> {
    const worker = this.#free.pop() ?? (await new Promise<Worker>((resolve) => this.#queue.push(resolve)));
    worker.ref();
    try {
      return await answerOf(worker, files);
    } finally {
      worker.unref();
      const next = this.#queue.shift();
      if (next === undefined) this.#free.push(worker);
      else next(worker);
    }
  }
}

async function answerOf(worker: Worker, files: ExampleFiles): Promise<ReaderAnswer> {
  return await new Promise((resolve, reject) => {
    const settle = (settled: () => void) => {
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
      settled();
    };
    const onMessage = (answer: ReaderAnswer): void => settle(() => resolve(answer));
    const onError = (error: Error): void => settle(() => reject(error));
    const onExit = (code: number): void =>
      settle(() => reject(new Error(`the thread that read ${files.image} ended (exit code ${code})`)));
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
    worker.postMessage(files, []);
  });
}
