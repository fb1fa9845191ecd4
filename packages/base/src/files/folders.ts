/** Folders that results go to. */
import { mkdir, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { NotAFolderError, NotWritableError, writeError } from "./errors.js";
import { systemCode } from "./systemCode.js";

/** Makes the folder and those above it; one that exists already is fine. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await makeMissing(resolve(path));
  } catch (cause) {
    const code = systemCode(cause);
    if (code === "EEXIST" || code === "ENOTDIR") throw new NotAFolderError({ path, cause });
    // What is above it is there, so that only the file system can be against it.
    if (code === "ENOENT") throw new NotWritableError({ path, cause });
    throw writeError(path, cause);
  }
}

/** One folder at a time: Node's recursive `mkdir` never ends where a file system has no room for folders, as /proc has none. */
async function makeMissing(path: string): Promise<void> {
  if (await isFolder(path)) return;
  const above = dirname(path);
  if (above !== path) await makeMissing(above);
  await mkdir(path).catch(async (cause: unknown) => {
    // Someone else may have made it in the meantime.
    if (systemCode(cause) !== "EEXIST" || !(await isFolder(path))) throw cause;
  });
}

async function isFolder(path: string): Promise<boolean> {
  const stats = await stat(path).catch(() => undefined);
  return stats?.isDirectory() === true;
}
