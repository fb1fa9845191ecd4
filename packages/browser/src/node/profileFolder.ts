/** Chromium's profiles: one a browser, temporary, and gone with the process that made it, however that ends. */
import { spawn } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import type { Socket } from "node:net";
import { join } from "node:path";

const PREFIX = "linknet-chromium-";

/** Waits until its input ends, as it does with the process at the other end; a Chromium that is ending may write once more. */
const REMOVE_AT_END = 'while read -r _; do :; done; sleep 1; rm -rf -- "$1"; sleep 2; rm -rf -- "$1"';

/** Makes a folder that bears this process's id, after removing those of processes that are gone. */
export async function makeProfileFolder(parent = tmpdir()): Promise<string> {
  for (const name of await readdir(parent)) {
    const owner = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    if (owner !== undefined && !isRunning(Number(owner))) await removeProfileFolder(join(parent, name));
  }
  const folder = await mkdtemp(join(parent, `${PREFIX}${process.pid}-`));
  removeWithProcess(folder);
  return folder;
}

/** A process that is killed cannot tidy up, so that a shell does it; where there is none the next process does. */
function removeWithProcess(folder: string): void {
  if (process.platform === "win32") return;
  const arguments_ = ["-c", REMOVE_AT_END, "sh", folder];
  // In a group of its own, as Ctrl-C ends all of this one.
  const shell = spawn("/bin/sh", arguments_, { detached: true, stdio: ["pipe", "ignore", "ignore"] });
  shell.on("error", () => {}).unref();
  (shell.stdin as Socket).unref();
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
