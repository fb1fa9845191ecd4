/** Folders that results go to. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { NotAFolderError, writeError } from "./errors.js";

/** Makes the folder and those above it; one that exists already is fine. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    if (code === "EEXIST" || code === "ENOTDIR") throw new NotAFolderError({ path, cause });
    throw writeError(join(path, "."), cause);
  }
}
