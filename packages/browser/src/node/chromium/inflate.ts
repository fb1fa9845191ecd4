/** The thread that has the npm package unpack its archives, into what this thread's environment calls the temporary folder. */
import { workerData } from "node:worker_threads";

interface ChromiumModule {
  /** Unpacks one archive; rejects with the system's error where that cannot be. */
  readonly inflate: (archive: string) => Promise<string>;
}

const { entry, archives } = workerData as { readonly entry: string; readonly archives: readonly string[] };
const { inflate } = (await import(entry)) as ChromiumModule;
await Promise.all(archives.map((archive) => inflate(archive)));
