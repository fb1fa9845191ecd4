/** What is done to files and by other processes, told to listeners, such as commands with `--verbose`. */
import { channel } from "node:diagnostics_channel";
import { systemClock } from "../clock.js";

export type Deed =
  | { readonly did: "read" | "wrote"; readonly path: string; readonly bytes: number }
  /** `command` in words for people; another process, from its start to its end. */
  | { readonly did: "ran"; readonly command: string; readonly milliseconds: number };

const deeds = channel("linknet-kit:deeds");

/** Costs nothing without a listener. */
export function tellDeed(deed: Deed): void {
  if (deeds.hasSubscribers) deeds.publish(deed);
}

/** Calls `onDeed` for each one of this process from now on; the answer ends that. */
export function listenToDeeds(onDeed: (deed: Deed) => void): () => void {
  const listener = (deed: unknown): void => onDeed(deed as Deed);
  deeds.subscribe(listener);
  return () => deeds.unsubscribe(listener);
}

/** What the work gives, and the files that were read while it was done; what other processes and threads read is not among them. */
export async function withReadFiles<T>(
  work: () => Promise<T>,
): Promise<{ readonly value: T; readonly files: readonly string[] }> {
  const files = new Set<string>();
  const stop = listenToDeeds((deed) => {
    if (deed.did === "read") files.add(deed.path);
  });
  try {
    return { value: await work(), files: [...files] };
  } finally {
    stop();
  }
}

/** Runs another process and tells of it when it has ended, however it did. */
export async function tellingOfRun<T>(command: string, run: () => Promise<T>): Promise<T> {
  const startedMs = systemClock.nowMs();
  try {
    return await run();
  } finally {
    tellDeed({ did: "ran", command, milliseconds: systemClock.nowMs() - startedMs });
  }
}
