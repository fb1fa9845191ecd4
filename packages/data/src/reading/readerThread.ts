/** A thread that reads examples, one at a time, until it is told to end. */
import { parentPort, workerData } from "node:worker_threads";
import type { ExampleFiles } from "../dataSet.js";
import { type Task, runTask } from "./tasks.js";

/** Nothing where it failed. */
export interface ReaderAnswer {
  readonly result?: object;
}

const task = workerData as Task;
const port = parentPort!;

async function answer(files: ExampleFiles): Promise<ReaderAnswer> {
  try {
    return { result: await runTask(task, files) };
  } catch {
    return {};
  }
}

/** Arrays of pixels, which are handed over and not copied. */
function buffersOf(value: unknown): readonly ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) return value.buffer instanceof ArrayBuffer ? [value.buffer] : [];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(buffersOf) : [];
}

port.on("message", async (files: ExampleFiles | "end") => {
  if (files === "end") {
    port.close();
    return;
  }
  const said = await answer(files);
  port.postMessage(said, [...new Set(buffersOf(said))]);
});
