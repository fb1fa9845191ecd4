/**
 * A thread that ends its process when the parent is gone. The main thread cannot see that while a runtime keeps it busy, and a
 * child that goes on computing would spoil whatever is measured next.
 */
import { Worker, isMainThread, workerData } from "node:worker_threads";
import { compiledModule } from "../compiledModule.js";

const INTERVAL_MS = 250;

/** Starts the thread; small, and no reason to keep the process alive. */
export function watchParent(): void {
  const worker = new Worker(compiledModule("child/watchParent"), {
    workerData: { parent: process.ppid },
    resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 2, codeRangeSizeMb: 4 },
  });
  worker.unref();
}

if (!isMainThread && typeof workerData?.parent === "number") {
  const { parent } = workerData as { parent: number };
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, "SIGKILL");
  }, INTERVAL_MS);
}
