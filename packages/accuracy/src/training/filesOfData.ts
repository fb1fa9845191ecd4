/** Whether files of images and labels are still those that were surveyed: by size and times, which cost nothing, or by what is in them. */
import { stat } from "node:fs/promises";
import { digestOf } from "@linknet-kit/base/files";
import type { DataSet } from "@linknet-kit/data";

const pathsOf = ({ examples }: DataSet): readonly string[] => examples.flatMap(({ image, labels }) => [image, labels]);

/** A digest of when each file was changed last, and its size. It is another where files were copied, or are gone. */
export async function statesOf(set: DataSet, signal: AbortSignal | undefined): Promise<string> {
  return await digestOfEach(pathsOf(set), signal, async (path) => {
    const stats = await stat(path).catch(() => undefined);
    return stats === undefined ? "gone\n" : `${stats.size} ${stats.mtimeMs} ${stats.ctimeMs}\n`;
  });
}

/** A digest of all bytes of all files. */
export async function contentsOf(set: DataSet, signal: AbortSignal | undefined): Promise<string> {
  return await digestOfEach(pathsOf(set), signal, async (path) => await digestOf([{ path }]));
}

async function digestOfEach(
  paths: readonly string[],
  signal: AbortSignal | undefined,
  wordOf: (path: string) => Promise<string>,
): Promise<string> {
  const words: string[] = [];
  for (const path of paths) {
    signal?.throwIfAborted();
    words.push(await wordOf(path));
  }
  return await digestOf(words);
}
