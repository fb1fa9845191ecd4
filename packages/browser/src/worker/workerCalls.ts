/**
 * Questions to a worker: one goes down under a number, progress and one answer come back under it. Whoever waits is told when the worker ends
 * or breaks, which comlink leaves open for ever: `docs/decisions/0035-libraries-and-own-code.md`.
 */

/** What a question of one kind has beside its kind, and what its answer is; nothing in either but what a worker can be sent. */
interface Exchange {
  readonly question: object;
  readonly answer: unknown;
}

/** Questions by their kind. */
type Exchanges<Questions> = { readonly [Kind in keyof Questions]: Exchange };

/** A question as it is asked. */
export type Asked<Questions extends Exchanges<Questions>> = {
  readonly [Kind in keyof Questions]: { readonly kind: Kind } & Questions[Kind]["question"];
}[keyof Questions];

export type AnswerTo<Questions extends Exchanges<Questions>> = Questions[keyof Questions]["answer"];

type Reply<Progress> =
  | { readonly id: number; readonly kind: "progress"; readonly progress: Progress }
  | { readonly id: number; readonly kind: "answer"; readonly answer: unknown }
  | { readonly id: number; readonly kind: "error"; readonly message: string };

type WorkerPort = Pick<Worker, "postMessage" | "addEventListener" | "terminate">;

interface Pending<Progress> {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** The side that asks. Whatever goes wrong in the worker rejects the promise of what was asked. */
export class WorkerClient<Questions extends Exchanges<Questions>, Progress = never> {
  readonly #worker: WorkerPort;
  readonly #name: string;
  readonly #pending = new Map<number, Pending<Progress>>();
  #asked = 0;
  #ended: Error | undefined;

  /** `name` is what messages call the worker. */
  constructor(worker: WorkerPort, name: string) {
    this.#worker = worker;
    this.#name = name;
    worker.addEventListener("message", ({ data }: MessageEvent<Reply<Progress>>) => this.#hear(data));
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.#end(new Error(event.message || `${name} could not start`));
    });
  }

  /** Rejects with the words of what went wrong in the worker, and where the worker has ended. */
  ask<Kind extends keyof Questions>(
    kind: Kind,
    question: Questions[Kind]["question"],
    onProgress?: (progress: Progress) => void,
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

  /** Ends the worker at once and gives back its memory; what was asked rejects. */
  terminate(): void {
    this.#end(new Error(`${this.#name} was ended`));
  }

  #hear(reply: Reply<Progress>): void {
    const pending = this.#pending.get(reply.id);
    if (pending === undefined) return;
    if (reply.kind === "progress") {
      pending.onProgress?.(reply.progress);
      return;
    }
    this.#pending.delete(reply.id);
    if (reply.kind === "answer") pending.resolve(reply.answer as never);
    else pending.reject(new Error(reply.message));
  }

  #end(reason: Error): void {
    this.#ended ??= reason;
    this.#worker.terminate();
    for (const { reject } of this.#pending.values()) reject(this.#ended);
    this.#pending.clear();
  }
}

interface QuestionPort<Questions extends Exchanges<Questions>, Progress> {
  postMessage(message: Reply<Progress>): void;
  addEventListener(
    kind: "message",
    listen: (event: MessageEvent<Asked<Questions> & { readonly id: number }>) => void,
  ): void;
}

/** The side of the worker, which answers whatever comes by `port`: its global object. */
export function answerQuestions<Questions extends Exchanges<Questions>, Progress = never>(
  port: QuestionPort<Questions, Progress>,
  answer: (question: Asked<Questions>, onProgress: (progress: Progress) => void) => Promise<AnswerTo<Questions>>,
  describeError: (error: unknown) => string,
): void {
  port.addEventListener("message", async ({ data: question }) => {
    const { id } = question;
    try {
      const given = await answer(question, (progress) => port.postMessage({ id, kind: "progress", progress }));
      port.postMessage({ id, kind: "answer", answer: given });
    } catch (error) {
      port.postMessage({ id, kind: "error", message: describeError(error) });
    }
  });
}
