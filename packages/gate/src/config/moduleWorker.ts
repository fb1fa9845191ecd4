/** The thread in which a config module runs: whatever it does to its process, timers and output, it does here. */
import { parentPort, workerData } from "node:worker_threads";
import { LinknetError } from "@linknet-kit/base";
import { UserCodeError, loadUserModule, runUserCode } from "@linknet-kit/base/files";
import * as core from "@linknet-kit/core";

/** What the thread says first is what counts. */
export type ModuleAnswer =
  | { readonly config: unknown }
  | { readonly message: string; readonly hint: string | undefined };

const path = workerData as string;

function say(answer: ModuleAnswer): void {
  parentPort!.postMessage(answer);
}

function refuse(cause: unknown): void {
  const { message, hint } = cause instanceof LinknetError ? cause : new UserCodeError({ path, cause });
  say({ message, hint });
}

// From a timer, say, while something else is waited for.
process.on("uncaughtException", refuse);
try {
  const { default: config } = await loadUserModule(path, { exports: { "@linknet-kit/core": Object.keys(core) } });
  // Getters are the user's code too; what cannot be copied is no data.
  const copy = await runUserCode(path, () => structuredClone(config));
  say({ config: copy });
} catch (error) {
  refuse(error);
}
