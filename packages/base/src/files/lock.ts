/**
 * Keeps two processes from writing one file, or into one folder. The lock is a folder beside or in it with one file in it, the claim, which names its process:
 * a folder takes the place of an empty one and of no other, in one step, and a claim that was abandoned is removed by a name that no other
 * ever has. So of any number that find it abandoned, at any moment, one gets the lock.
 */
import { randomBytes } from "node:crypto";
import { lstatSync, rmSync, rmdirSync } from "node:fs";
import {
  mkdir,
  readFile,
  readdir,
  realpath,
  rename,
  rm,
  rmdir,
  stat,
  unlink,
  utimes,
  writeFile,
} from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { LockedError, writeError } from "./errors.js";
import { resolveOutput } from "./output/resolveOutput.js";
import { ownOwner, ownerIn, printOwner, stateOf } from "./owner.js";
import { systemCode } from "./systemCode.js";

export interface Lock {
  /** A `LockedError` where another process has taken the lock, as it may where this one could not run for minutes. */
  check(): Promise<void>;
  release(): Promise<void>;
}

/** Of a claim, so that those who cannot ask for its process see that there is one. */
const SIGN_OF_LIFE_MS = 30_000;
/** Without such a sign for so long a claim of another machine, or of another container, is abandoned. */
const SILENCE_MS = 300_000;
/** More than there are processes that find an abandoned lock at once. */
const MOST_ATTEMPTS = 100;

/** Claims a file, wherever links to it lie; one that another process is writing is a `LockedError`. */
export async function lockFile(path: string): Promise<Lock> {
  return await claimPath(path, `${await resolveOutput(path)}.lock`);
}

/** Of the lock in a folder. */
export const FOLDER_LOCK = ".lock";

/** Claims a folder that is there, and all that is in it. */
export async function lockFolder(folder: string): Promise<Lock> {
  return await claimPath(folder, join(await realpath(folder), FOLDER_LOCK));
}

async function claimPath(path: string, lock: string): Promise<Lock> {
  const claim = `${printOwner(ownOwner())}-${randomBytes(6).toString("hex")}`;
  // Named as temporary files are, so that it goes with the next run where this one is killed.
  const prepared = join(dirname(lock), `.linknet-${claim}.tmp`);
  try {
    await mkdir(prepared);
    await writeFile(join(prepared, claim), `process ${process.pid} on ${hostname()}`);
    const { mtimeMs } = await stat(join(prepared, claim));
    for (let attempt = 0; !(await take(prepared, lock)); attempt += 1) {
      // Another user's empty folder, which only they can remove in a folder such as /tmp.
      if (attempt === MOST_ATTEMPTS) throw new LockedError({ path, lock, holder: "another user" });
      await clear(lock, { path, nowMs: mtimeMs });
    }
  } catch (cause) {
    await rm(prepared, { recursive: true, force: true });
    throw cause instanceof LockedError ? cause : writeError(path, cause);
  }
  return hold(path, lock, claim);
}

/** Whether the lock is this process's now. */
async function take(prepared: string, lock: string): Promise<boolean> {
  try {
    await rename(prepared, lock);
    return true;
  } catch (cause) {
    // Windows says that it is not permitted.
    if (["ENOTEMPTY", "EEXIST", "ENOTDIR", "EPERM"].includes(String(systemCode(cause))) && isThere(lock)) return false;
    throw cause;
  }
}

function isThere(lock: string): boolean {
  return lstatSync(lock, { throwIfNoEntry: false }) !== undefined;
}

/** Removes a lock whose owner has ended; an error where the owner is still running. */
async function clear(lock: string, { path, nowMs }: { readonly path: string; readonly nowMs: number }): Promise<void> {
  const claims = await readdir(lock).catch((cause: unknown) => {
    if (systemCode(cause) === "ENOENT") return undefined;
    if (systemCode(cause) === "ENOTDIR") return null;
    throw cause;
  });
  if (claims === null) return await clearFile(lock, path);
  for (const claim of claims ?? []) {
    const place = join(lock, claim);
    const stats = await stat(place).catch(() => undefined);
    if (stats === undefined) continue;
    if (isHeld(claim, stats.mtimeMs, nowMs)) {
      const holder = await readFile(place, "utf8").catch(() => "");
      throw new LockedError({ path, lock, holder: holder || "another process" });
    }
    await unlink(place).catch(ignoreMissing);
  }
  // It may have been taken by now, and is not empty then.
  await rmdir(lock).catch(() => {});
}

function isHeld(claim: string, aliveAtMs: number, nowMs: number): boolean {
  const owner = ownerIn(claim);
  const state = owner === undefined ? "unknown" : stateOf(owner, aliveAtMs);
  // Both times are of the file system's clock, which is the same for all who share it.
  return state === "unknown" ? nowMs - aliveAtMs < SILENCE_MS : state === "running";
}

/** Earlier builds wrote a file there, which is empty where there was no room for it. A folder is never removed by this. */
async function clearFile(lock: string, path: string): Promise<void> {
  const text = await readFile(lock, "utf8").catch(() => "");
  if (!/^(\d+ \S+\s*)?$/.test(text)) throw new LockedError({ path, lock, holder: "another program" });
  await unlink(lock).catch(ignoreMissing);
}

function ignoreMissing(cause: unknown): void {
  if (systemCode(cause) !== "ENOENT") throw cause;
}

function hold(path: string, lock: string, claim: string): Lock {
  const place = join(lock, claim);
  const signs = setInterval(() => void utimes(place, new Date(), new Date()).catch(() => {}), SIGN_OF_LIFE_MS).unref();
  const removeAtExit = (): void => {
    rmSync(place, { force: true });
    try {
      rmdirSync(lock);
    } catch {
      // Another process has taken it by now.
    }
  };
  process.on("exit", removeAtExit);
  return {
    check: async () => {
      await stat(place).catch(() => {
        throw new LockedError({
          path,
          lock,
          holder: "another process, which took it while this one stood still",
        });
      });
    },
    release: async () => {
      clearInterval(signs);
      process.off("exit", removeAtExit);
      await rm(place, { force: true });
      await rmdir(lock).catch(() => {});
    },
  };
}
