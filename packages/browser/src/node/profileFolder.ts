/** Chromium's profiles: one a browser, temporary, and gone with the process that made it, however that ends. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import type { Socket } from "node:net";
import { join } from "node:path";

const PREFIX = "linknet-chromium-";

/** Waits until its input ends, as it does with the process at the other end; a Chromium that is ending may write once more. */
const REMOVE_AT_END = 'while read -r _; do :; done; sleep 1; rm -rf -- "$1"; sleep 2; rm -rf -- "$1"';

export interface ProfileFolder {
  readonly path: string;
  remove(): Promise<void>;
}

/** Makes a folder that bears this process's id, after removing those of processes that are gone. */
export async function makeProfileFolder(parent = tmpdir()): Promise<ProfileFolder> {
  for (const name of await readdir(parent)) {
    const owner = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    if (owner !== undefined && !isRunning(Number(owner))) await remove(join(parent, name));
  }
  const path = await mkdtemp(join(parent, `${PREFIX}${process.pid}-`));
  const shell = removeWithProcess(path);
  return {
    path,
    remove: async () => {
      await remove(path);
      shell?.kill();
    },
  };
}

/** A process that is killed cannot tidy up, so that a shell does it; where there is none the next process does. */
function removeWithProcess(path: string): ChildProcess | undefined {
  if (process.platform === "win32") return undefined;
  const shell = spawn("/bin/sh", ["-c", REMOVE_AT_END, "sh", path], {
    // In a group of its own, as Ctrl-C ends all of this one.
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  shell.on("error", () => {}).unref();
  (shell.stdin as Socket).unref();
  return shell;
}

/** A Chromium that is ending may still write, so it is tried again; what cannot be removed is left to the next. */
async function remove(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }).catch(() => {});
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
