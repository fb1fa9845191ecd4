/** What is done for each example, by name: in this thread or another. */
import type { ExampleFiles } from "../dataSet.js";
import { prepareExample } from "./prepare.js";
import { type ReadableSet, readExample } from "./readExample.js";

const TASKS = { read: readExample, prepare: prepareExample } as const;

type TaskName = keyof typeof TASKS;

/** The same for all examples of a reading; of data alone, since threads are given a copy. */
export interface Task<N extends TaskName = TaskName> {
  readonly name: N;
  readonly set: ReadableSet;
  readonly options: NonNullable<Parameters<(typeof TASKS)[N]>[2]>;
}

export type TaskResult<N extends TaskName> = Awaited<ReturnType<(typeof TASKS)[N]>>;

export type { TaskName };

export async function runTask<N extends TaskName>({ name, set, options }: Task<N>, files: ExampleFiles) {
  // The compiler does not know that the options of a row are those of its function.
  const run = TASKS[name] as (...given: readonly unknown[]) => Promise<TaskResult<N>>;
  return await run(set, files, options);
}
