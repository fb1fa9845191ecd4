/** A model in a worker of its own, so that the page stays responsive while it is made, evaluated and compared. */
import type { FromModelWorker, ModelQuestionKind, ModelQuestions } from "./modelProtocol.js";

interface Pending {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
}

export class ModelClient {
  readonly #worker = new Worker(new URL("./modelWorker.ts", import.meta.url), { type: "module", name: "model" });
  readonly #pending = new Map<number, Pending>();
  #asked = 0;
  #ended: Error | undefined;

  constructor() {
    this.#worker.addEventListener("message", ({ data }: MessageEvent<FromModelWorker>) => this.#hear(data));
    this.#worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.#end(new Error(event.message || "the worker of the model could not start"));
    });
  }

  /** Rejects with the words of what went wrong in the worker. */
  ask<Kind extends ModelQuestionKind>(
    kind: Kind,
    question: ModelQuestions[Kind]["question"],
  ): Promise<ModelQuestions[Kind]["answer"]> {
    return new Promise((resolve, reject) => {
      if (this.#ended !== undefined) {
        reject(this.#ended);
        return;
      }
      this.#asked += 1;
      this.#pending.set(this.#asked, { resolve, reject });
      this.#worker.postMessage({ id: this.#asked, kind, ...question });
    });
  }

  /** Ends the worker at once; what was asked rejects. */
  terminate(): void {
    this.#end(new Error("the worker of the model was ended"));
  }

  #hear(message: FromModelWorker): void {
    const pending = this.#pending.get(message.id);
    if (pending === undefined) return;
    this.#pending.delete(message.id);
    if ("answer" in message) pending.resolve(message.answer as never);
    else pending.reject(new Error(message.message));
  }

  #end(reason: Error): void {
    this.#ended ??= reason;
    this.#worker.terminate();
    for (const { reject } of this.#pending.values()) reject(this.#ended);
    this.#pending.clear();
  }
}
