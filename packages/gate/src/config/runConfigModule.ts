/** Reads a config that is a module: its default export, as data. */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { BadConfigError } from "../errors.js";
import type { ModuleAnswer } from "./moduleWorker.js";

/** A config is made of what is at hand. */
const LIMIT_MS = 60_000;

/**
 * What the module exports by default, a copy that nothing of it can change. It runs in a thread that ends with the answer, so that
 * `process.exit`, a loop without end or an error in a timer are a `BadConfigError` with the file's name and never the end of the command.
 */
export async function runConfigModule(path: string): Promise<unknown> {
  // The compiled one, also where this runs from its source, as in tests.
  const module = new URL("../../dist/config/moduleWorker.js", import.meta.url);
  const worker = new Worker(module, { workerData: path, stdout: true });
  // Stdout holds the results of commands.
  worker.stdout.pipe(process.stderr, { end: false });
  const timer = setTimeout(() => void worker.terminate(), LIMIT_MS);
  try {
    const said = await Promise.race([
      once(worker, "message").then(([answer]) => answer as ModuleAnswer),
      once(worker, "exit").then(([code]): ModuleAnswer => ({ message: describeEnd(Number(code)), hint: undefined })),
    ]);
    if ("config" in said) return said.config;
    throw new BadConfigError({ path, problems: [said.message], hint: said.hint });
  } catch (cause) {
    if (cause instanceof BadConfigError) throw cause;
    throw new BadConfigError({ path, problems: [cause instanceof Error ? cause.message : String(cause)], cause });
  } finally {
    clearTimeout(timer);
    worker.stdout.unpipe(process.stderr);
    await worker.terminate();
  }
}

/** 13 is Node's own, where nothing is left that could settle a promise that the module waits for. */
function describeEnd(code: number): string {
  if (code === 13) return "it waits for a promise that nothing settles";
  return `it ended without an answer (exit code ${code}), or took more than ${LIMIT_MS / 1000} s`;
}
