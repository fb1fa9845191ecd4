/** Folders that results go to. */
import { mkdir, rmdir, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { NotAFolderError, NotWritableError, writeError } from "./errors.js";
import { systemCode } from "./systemCode.js";

/** Makes the folder and those above it, and answers which it made; one that exists already is fine. */
export async function makeFolder(path: string): Promise<readonly string[]> {
  try {
    return await makeMissing(resolve(path));
  } catch (cause) {
    const code = systemCode(cause);
    if (code === "EEXIST" || code === "ENOTDIR") throw new NotAFolderError({ path, cause });
    // What is above it is there, so that only the file system can be against it.
    if (code === "ENOENT") throw new NotWritableError({ path, cause });
    throw writeError(path, cause);
  }
}

/** One folder at a time: Node's recursive `mkdir` never ends where a file system has no room for folders, as /proc has none. */
async function makeMissing(path: string): Promise<readonly string[]> {
  if (await isFolder(path)) return [];
  const above = dirname(path);
  const made = above === path ? [] : await makeMissing(above);
  try {
    await mkdir(path);
    return [...made, path];
  } catch (cause) {
    // Someone else may have made it in the meantime.
    if (systemCode(cause) !== "EEXIST" || !(await isFolder(path))) throw cause;
    return made;
  }
}

/** Those of the folders, each after the one that it is in, that have nothing in them. */
export async function removeEmpty(folders: readonly string[]): Promise<void> {
  for (const folder of folders.toReversed()) await rmdir(folder).catch(() => undefined);
}

async function isFolder(path: string): Promise<boolean> {
  const stats = await stat(path).catch(() => undefined);
  return stats?.isDirectory() === true;
}
