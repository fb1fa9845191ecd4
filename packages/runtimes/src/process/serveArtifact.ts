/** An artifact loaded by a runtime, in a process of its own, for runs on whatever inputs; not for timing them. */
import type { ChildProcess } from "node:child_process";
import { LinknetError, unlessFailed } from "@linknet-kit/base";
import { tellingOfRun } from "@linknet-kit/base/files";
import type { Artifact, FedRun, Feed, Message, ServeJob, Served } from "../child/protocol.js";
import { allowedCores } from "../machine/cores.js";
import type { Runtime, Tensors } from "../runtime/runtime.js";
import { describeEnd, outputTail } from "./describeEnd.js";
import { ended, startChild } from "./startChild.js";

/** The artifact cannot be loaded or run there. */
export class ArtifactRunError extends LinknetError {
  readonly code = "ARTIFACT_RUN";

  constructor(data: { readonly artifact: string; readonly runtime: string; readonly reason: string }) {
    super(`${data.artifact} does not run on ${data.runtime}: ${data.reason}`, {
      hint: "linknet verify tells more of it; linknet runtimes says what runs here",
    });
  }
}

export interface ServingOptions {
  readonly runtime: Pick<Runtime, "name" | "driver">;
  readonly artifact: Artifact;
  /** What errors call it; its path unless given. */
  readonly called?: string;
  /** Every core unless given. */
  readonly threads?: number | undefined;
  /** Ends the process at once; what waits for it then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

export interface ServedArtifact extends Served {
  /** One run at a time, of images channels-first. An `ArtifactRunError` where it fails. */
  readonly run: (inputs: Tensors) => Promise<FedRun>;
}

/** A run that takes longer than this hangs. */
const STALL_MS = 900_000;

/** Loads the artifact for as long as `use` takes; the process is gone when this resolves or rejects. */
export async function serveArtifact<T>(
  options: ServingOptions,
  use: (served: ServedArtifact) => Promise<T>,
): Promise<T> {
  const { runtime, artifact, called = artifact.path, threads = allowedCores(), signal } = options;
  signal?.throwIfAborted();
  return await tellingOfRun(`a process to run ${called} on ${runtime.name}`, async () => {
    const child = startChild();
    const abort = (): void => void child.kill("SIGKILL");
    signal?.addEventListener("abort", abort);
    const gone = ended(child);
    const ask = asking(child, gone, { ...options, called });
    try {
      const job: ServeJob = { kind: "serve", driver: runtime.driver, artifact, load: { threads } };
      const { answer } = (await ask(job)) as { readonly answer: Served };
      const run = async (inputs: Tensors): Promise<FedRun> => (await ask({ kind: "feed", inputs })) as Message & FedRun;
      return await use({ ...answer, run });
    } finally {
      signal?.removeEventListener("abort", abort);
      child.kill("SIGKILL");
      await gone;
    }
  });
}

type Ended = ReturnType<typeof ended>;

/** One question after the other; what the process does instead of answering is an error. */
function asking(
  child: ChildProcess,
  gone: Ended,
  { runtime, called, signal }: Pick<ServingOptions, "runtime" | "signal"> & { readonly called: string },
): (question: ServeJob | Feed) => Promise<Message> {
  const tail = outputTail(child);
  const failed = (reason: string): Error => new ArtifactRunError({ artifact: called, runtime: runtime.name, reason });
  // A process that cannot be told or ended is gone already, and says why by how it ended.
  child.on("error", () => {});
  const unlessGone = unlessFailed(
    gone.then(([code, exitSignal]): never => {
      signal?.throwIfAborted();
      throw failed(describeEnd({ code, signal: exitSignal, tail: tail() }));
    }),
  );
  return async (question) => {
    const { promise, resolve, reject } = withResolvers<Message>();
    const listen = (message: Message): void => {
      if (message.kind !== "progress") resolve(message);
    };
    const stall = setTimeout(() => reject(failed(`no sign of life for ${STALL_MS / 1000} s`)), STALL_MS);
    child.on("message", listen);
    child.send(question, () => {});
    try {
      const answer = await unlessGone(promise);
      if (answer.kind === "error") throw failed(answer.message);
      return answer;
    } finally {
      clearTimeout(stall);
      child.off("message", listen);
    }
  };
}

/** Of Node 22; 20 has none. */
function withResolvers<T>() {
  let resolve!: (value: T) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
