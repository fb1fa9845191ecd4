/** One runtime in one dedicated worker: the page stays responsive, and whatever hangs can be ended. */
import type { Device, LoadOptions, NodePlacement, Tensors, Timed, TimingOptions } from "@linknet-kit/runtimes";
import type { BrowserRuntimeName, FromWorker, Loaded, LoadedArtifact, QuestionKind, Questions } from "./protocol.js";

interface Pending {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress?: TimingOptions["onProgress"] | undefined;
}

/** Ask one thing at a time. Whatever goes wrong in the worker rejects the promise of what was asked. */
export class RuntimeWorker {
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  #asked = 0;
  #ended: Error | undefined;

  constructor(runtime: BrowserRuntimeName) {
    this.#worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: runtime });
    this.#worker.addEventListener("message", ({ data }: MessageEvent<FromWorker>) => this.#hear(data));
    this.#worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.#end(new Error(event.message || "its worker could not start"));
    });
  }

  /** What there is to run on; rejects with the reason where there is nothing. */
  probe(): Promise<Device> {
    return this.#ask("probe", {});
  }

  /** Makes the artifact ready to run, in place of one loaded before. */
  load(artifact: LoadedArtifact, options: LoadOptions): Promise<Loaded> {
    return this.#ask("load", { artifact, options });
  }

  /** One inference; images are in the order of `Loaded.layout`. */
  run(inputs: Tensors): Promise<Tensors> {
    return this.#ask("run", { inputs });
  }

  /** First run, warm-up and samples, timed in the worker; images are in the order of `Loaded.layout`. */
  measure(inputs: Tensors, { timing, onProgress }: TimingOptions): Promise<Timed> {
    return this.#ask("measure", { inputs, timing }, onProgress);
  }

  /** Where the nodes of the loaded model run, which may load it once more; `undefined` where the runtime cannot tell. */
  place(inputs: Tensors): Promise<NodePlacement | undefined> {
    return this.#ask("place", { inputs });
  }

  /** Ends the worker at once and gives back its memory; what was asked rejects. */
  terminate(): void {
    this.#end(new Error("its worker was ended"));
  }

  #ask<Kind extends QuestionKind>(
    kind: Kind,
    question: Questions[Kind]["question"],
    onProgress?: TimingOptions["onProgress"],
  ): Promise<Questions[Kind]["answer"]> {
    return new Promise((resolve, reject) => {
      if (this.#ended !== undefined) {
        reject(this.#ended);
        return;
      }
      this.#asked += 1;
      this.#pending.set(this.#asked, { resolve, reject, onProgress });
      this.#worker.postMessage({ id: this.#asked, kind, ...question });
    });
  }

  #hear(message: FromWorker): void {
    const pending = this.#pending.get(message.id);
    if (pending === undefined) return;
    if (message.kind === "progress") {
      pending.onProgress?.(message.progress);
      return;
    }
    this.#pending.delete(message.id);
    if (message.kind === "answer") pending.resolve(message.answer as never);
    else pending.reject(new Error(message.message));
  }

  #end(reason: Error): void {
    this.#ended ??= reason;
    this.#worker.terminate();
    for (const { reject } of this.#pending.values()) reject(this.#ended);
    this.#pending.clear();
  }
}
