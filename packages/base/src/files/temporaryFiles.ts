/** Temporary files of this process: none outlives it, whichever way it ends by itself; their names say whose they are, for where it is killed. */
import { randomBytes } from "node:crypto";
import { unlinkSync } from "node:fs";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ownOwner, printOwner } from "./owner.js";

const pending = new Set<string>();
let watchesExit = false;

/** A path in the folder of `target` that nothing else uses, removed at exit unless `keepTemporary` was called. */
export function temporaryBeside(target: string): string {
  if (!watchesExit) process.on("exit", removePending);
  watchesExit = true;
  // The name does not hold the target's, which may be as long as the file system allows.
  const path = join(dirname(target), `.linknet-${printOwner(ownOwner())}-${randomBytes(6).toString("hex")}.tmp`);
  pending.add(path);
  return path;
}

/** The file has its final name: there is nothing left to remove. */
export function keepTemporary(path: string): void {
  pending.delete(path);
}

/** Removes a temporary file, if it was ever created. */
export async function removeTemporary(path: string): Promise<void> {
  if (!pending.delete(path)) return;
  // What stopped the writing must be told, not that the remains could not be removed.
  await rm(path, { force: true }).catch(() => undefined);
}

function removePending(): void {
  for (const path of pending) {
    try {
      unlinkSync(path);
    } catch {
      // It was never created; and at exit there is no one left to tell.
    }
  }
}
