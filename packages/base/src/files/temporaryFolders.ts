/** Temporary folders: none outlives the process that made it, and what one left that was killed goes with the next that makes one. */
import { spawn } from "node:child_process";
import { mkdtemp, rm, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TemporaryFolderError } from "./errors.js";
import { removeLeftovers } from "./leftovers.js";
import { ownOwner, printOwner } from "./owner.js";
import { systemCode } from "./systemCode.js";

export interface TemporaryFolder {
  readonly path: string;
  /** Resolves when the folder is gone; what cannot be removed now is left to a later process. */
  remove(): Promise<void>;
}

/** Shows others that the folder is in use, where they cannot ask for its process. */
const SIGN_OF_LIFE_MS = 3_600_000;

/** Folders that are there; whatever is at exit, is removed by another process. */
const pending = new Set<string>();
let watchesExit = false;

/** Hands a temporary folder to `use` and removes it afterwards, whatever became of it; `purpose` is a word of its name. */
export async function withTemporaryFolder<T>(
  purpose: string,
  signal: AbortSignal | undefined,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const folder = await makeTemporaryFolder(purpose);
  try {
    return await use(folder.path);
  } catch (error) {
    throw isFullDisk(error, folder.path) ? new TemporaryFolderError({ folder: tmpdir(), cause: error }) : error;
  } finally {
    await folder.remove();
  }
}

/** The same where it must last longer than one call. `parent` is the system's folder for such things unless given. */
export async function makeTemporaryFolder(purpose: string, parent = tmpdir()): Promise<TemporaryFolder> {
  await removeLeftovers(parent);
  const name = `linknet-${purpose}-${printOwner(ownOwner())}-`;
  const path = await mkdtemp(join(parent, name)).catch((cause: unknown) => {
    throw new TemporaryFolderError({ folder: parent, cause });
  });
  if (!watchesExit) process.on("exit", removePending);
  watchesExit = true;
  pending.add(path);
  const signs = setInterval(() => void utimes(path, new Date(), new Date()).catch(() => {}), SIGN_OF_LIFE_MS).unref();
  return {
    path,
    remove: async () => {
      clearInterval(signs);
      // Whoever writes there may not have ended yet, so that it is tried again.
      await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }).catch(() => {});
      pending.delete(path);
    },
  };
}

/** Whether the system says of a file below the folder that there is no room for it, or an error of ours says so for it. */
function isFullDisk(error: unknown, folder: string): boolean {
  if (!(error instanceof Error)) return false;
  const [code, path] = [systemCode(error), "path" in error ? error.path : undefined];
  if (code === "ENOSPC" || code === "EDQUOT") return typeof path !== "string" || path.startsWith(folder);
  return error.message.includes(folder) && isFullDisk(error.cause, folder);
}

/** Large folders take longer than a process may that was told to end. */
function removePending(): void {
  if (pending.size === 0) return;
  const script = `for (const path of ${JSON.stringify([...pending])}) require("node:fs").rmSync(path, { recursive: true, force: true })`;
  spawn(process.execPath, ["-e", script], { detached: true, stdio: "ignore", cwd: "/" }).unref();
}
