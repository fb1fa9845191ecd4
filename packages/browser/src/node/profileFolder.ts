/** Chromium's profiles: one a browser, temporary. A process that is killed leaves its own behind, for the next to remove. */
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PREFIX = "linknet-chromium-";

/** Makes a folder that bears this process's id, after removing those of processes that are gone. */
export async function makeProfileFolder(parent = tmpdir()): Promise<string> {
  for (const name of await readdir(parent)) {
    const owner = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    if (owner !== undefined && !isRunning(Number(owner))) await removeProfileFolder(join(parent, name));
  }
  return await mkdtemp(join(parent, `${PREFIX}${process.pid}-`));
}

/** A Chromium that is ending may still write, so it is tried again; what cannot be removed is left to the next. */
export async function removeProfileFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }).catch(() => {});
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
