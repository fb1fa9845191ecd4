/** Runs one job in a child process of its own, and turns whatever becomes of that process into an outcome. */
import type { ChildProcess } from "node:child_process";
import { tmpdir } from "node:os";
import { TemporaryFolderError, tellingOfRun } from "@linknet-kit/base/files";
import type { Answers, Job, Message, Preparation } from "../child/protocol.js";
import type { Progress } from "../runtime/timing.js";
import { describeEnd, outputTail } from "./describeEnd.js";
import { ended, startChild } from "./startChild.js";

export type Outcome<T> =
  | { readonly kind: "answer"; readonly answer: T }
  /** The process ended, or answered with an error; `reason` says what to do about it. */
  | { readonly kind: "failed"; readonly reason: string }
  /** The process was silent for too long and was ended. */
  | { readonly kind: "timeout"; readonly reason: string };

export interface RunJobOptions {
  /** Milliseconds without a word from the process after which it counts as hanging. */
  readonly stallMs: number;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Used where it still runs. */
  readonly prepared?: ChildProcess | undefined;
  /** Ends the process at once; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Resolves or rejects only when the process is gone, so that it cannot disturb what runs next. No room for what the process keeps is a
 * `TemporaryFolderError`: nothing is wrong with the job then.
 */
export async function runJob<J extends Job>(job: J, options: RunJobOptions): Promise<Outcome<Answers[J["kind"]]>> {
  options.signal?.throwIfAborted();
  return await tellingOfRun(describeJob(job), async () => await runInChild(job, options));
}

/** A process that loads a driver before its job is known. Whoever gives it no job has to end it. */
export function prepareProcess(driver: string): ChildProcess {
  const child = startChild();
  child.on("error", () => {});
  child.send({ kind: "prepare", driver } satisfies Preparation, () => {});
  return child;
}

async function runInChild<J extends Job>(job: J, options: RunJobOptions): Promise<Outcome<Answers[J["kind"]]>> {
  const { stallMs, onProgress, prepared, signal } = options;
  const child = prepared?.connected === true ? prepared : startChild();
  const tail = outputTail(child);
  let outcome: Outcome<Answers[J["kind"]]> | undefined;
  let last: Progress["stage"] | undefined;
  let noRoom: Error | undefined;
  const end = (ending?: typeof outcome): void => {
    outcome ??= ending;
    child.kill("SIGKILL");
  };

  const stalled = (): void => end({ kind: "timeout", reason: describeStall(last, stallMs) });
  const stall = setTimeout(stalled, stallMs);
  const abort = (): void => end();
  signal?.addEventListener("abort", abort);
  child.on("message", (message: Message) => {
    stall.refresh();
    if (message.kind === "answer") end({ kind: "answer", answer: message.answer as Answers[J["kind"]] });
    else if (message.kind === "error") {
      if (message.code === "ENOSPC") noRoom = Object.assign(new Error(message.message), { code: message.code });
      end({ kind: "failed", reason: message.message });
    } else if (message.kind === "progress") {
      last = message.progress.stage;
      onProgress?.(message.progress);
    }
  });
  // A process that cannot be told or ended is gone already, and says why by how it ended.
  child.on("error", () => {});
  child.send(job, () => {});

  try {
    const [code, exitSignal] = await ended(child);
    signal?.throwIfAborted();
    if (noRoom !== undefined) throw new TemporaryFolderError({ folder: tmpdir(), cause: noRoom });
    return outcome ?? { kind: "failed", reason: describeEnd({ code, signal: exitSignal, tail: tail() }) };
  } finally {
    clearTimeout(stall);
    signal?.removeEventListener("abort", abort);
  }
}

/** For people: what the process was for, and the driver's and the artifact's names. */
function describeJob(job: Job): string {
  const driver = "driver" in job ? [`with ${job.driver.replace(/^.*\//, "")}`] : [];
  const artifact = "artifact" in job ? [`of ${job.artifact.path}`] : [];
  return ["a process to", job.kind, ...artifact, ...driver].join(" ");
}

function describeStall(stage: Progress["stage"] | undefined, stallMs: number): string {
  const where = stage === undefined ? "after its start" : `at ${stage}`;
  return `no sign of life for ${stallMs / 1000} s ${where}; the process was ended. Choose a smaller size, or leave this runtime out`;
}
