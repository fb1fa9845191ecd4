/** The processes in which runtimes live, from their start to their end. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { compiledModule } from "../compiledModule.js";

export function startChild(): ChildProcess {
  return fork(fileURLToPath(compiledModule("child/main")), [], {
    execArgv: [],
    env: { ...process.env, ORT_DISABLE_TELEMETRY: "1" },
    serialization: "advanced",
    // What a runtime prints must not reach this process's stdout, which may be a JSON document.
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
}

/** Exit code and signal, once the output has arrived too; a process that could not start counts as one that exited with -1. */
export async function ended(child: ChildProcess): Promise<readonly [number | null, NodeJS.Signals | null]> {
  const exit = once(child, "exit").catch(() => [-1, null]) as Promise<[number | null, NodeJS.Signals | null]>;
  const closed = once(child, "close").catch(() => []);
  const result = await exit;
  await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 200).unref())]);
  return result;
}
