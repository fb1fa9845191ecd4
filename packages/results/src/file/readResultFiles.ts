/** Result files as a command's words name them: one by one, or a folder of them. */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { LinknetError } from "@linknet-kit/base";
import { readError } from "@linknet-kit/base/files";
import type { ResultFile } from "../schema/schema.js";
import { readResultFile } from "./read.js";

/** Files of a folder that are named as skipped before the rest is only counted. */
const MOST_NAMED = 10;

/** A folder in which nothing is a result file. */
class NoResultFilesError extends LinknetError {
  readonly code = "NO_RESULT_FILES";

  constructor(data: { folder: string; files: number }) {
    super(
      `${data.folder} has no result file: ${data.files === 0 ? "no .json in it" : `none of its ${data.files} .json is one`}`,
      {
        hint: "name the folder in which linknet bench writes; folders inside it are not looked into",
      },
    );
  }
}

/**
 * The files in the order given, those of a folder in the order of their names. A named file that cannot be read is an error; a folder's
 * `.json` that is no result file is skipped, which `onSkipped` is told in a line each; a folder without any is a `NoResultFilesError`.
 */
export async function readResultFiles(
  paths: readonly string[],
  onSkipped: (line: string) => void,
): Promise<readonly ResultFile[]> {
  const files: ResultFile[] = [];
  for (const path of paths) files.push(...(await readNamedFiles(path, { read: readResultFile, onSkipped })));
  return files;
}

interface Reading<File> {
  readonly read: (path: string) => Promise<File>;
  readonly onSkipped: (line: string) => void;
  /** Names of a folder's files that are of another kind, and known to be. */
  readonly ignored?: readonly string[];
  /** Whether a folder needs none. */
  readonly mayBeEmpty?: boolean;
}

/** The file of that name, or all of the folder. */
export async function readNamedFiles<File>(path: string, reading: Reading<File>): Promise<readonly File[]> {
  const isFolder = await stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  return isFolder ? await readFolder(path, reading) : [await reading.read(path)];
}

/** The files themselves, so that none of them is written: all `.json` of a folder. */
export async function resultPaths(paths: readonly string[]): Promise<readonly string[]> {
  const lists = paths.map(async (path) => {
    const names = await readdir(path).catch(() => undefined);
    return names === undefined
      ? [path]
      : names.filter((name) => name.endsWith(".json")).map((name) => join(path, name));
  });
  return (await Promise.all(lists)).flat();
}

async function readFolder<File>(
  folder: string,
  { read, onSkipped, ignored = [], mayBeEmpty = false }: Reading<File>,
): Promise<readonly File[]> {
  const entries = await readdir(folder).catch((cause: unknown) => {
    throw readError(folder, cause);
  });
  const names = entries.filter((name) => name.endsWith(".json") && !ignored.includes(name)).toSorted();
  const files: File[] = [];
  const skipped: string[] = [];
  for (const name of names) {
    try {
      files.push(await read(join(folder, name)));
    } catch (error) {
      if (!(error instanceof LinknetError)) throw error;
      skipped.push(error.message);
    }
  }
  if (files.length === 0 && !mayBeEmpty) throw new NoResultFilesError({ folder, files: names.length });
  for (const message of skipped.slice(0, MOST_NAMED)) onSkipped(`skipped: ${message}`);
  if (skipped.length > MOST_NAMED) onSkipped(`skipped: ${skipped.length - MOST_NAMED} more`);
  return files;
}
