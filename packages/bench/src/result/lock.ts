/** Keeps two suites from writing one result file. */
import { readFile, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { writeError } from "@linknet-kit/files";
import { ResultFileLockedError } from "./errors.js";

/** The locks that this very process holds: a pod that is started again has the name and the number of the one before. */
const own = new Set<string>();

/**
 * Claims a result file by a file beside it that names this process, and returns what gives it back. A lock whose process is gone is
 * taken over; one that is held is a `ResultFileLockedError`.
 */
export async function lockResultFile(path: string): Promise<() => Promise<void>> {
  const lock = `${path}.lock`;
  const claim = `${process.pid} ${hostname()}\n`;
  for (let attempt = 0; ; attempt += 1) {
    try {
      await writeFile(lock, claim, { flag: "wx" });
      own.add(lock);
      return async () => {
        own.delete(lock);
        await rm(lock, { force: true });
      };
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw writeError(path, cause);
    }
    const held = await readFile(lock, "utf8").catch(() => "");
    if (attempt > 0 || isHeld(held, lock))
      throw new ResultFileLockedError({ path, lock, holder: describeHolder(held) });
    await rm(lock, { force: true });
  }
}

/** A process of another machine cannot be asked, so it counts as running; so does one that has not written its name yet. */
function isHeld(claim: string, lock: string): boolean {
  const [pid, host] = claim.trim().split(" ");
  if (host !== hostname()) return true;
  if (Number(pid) === process.pid) return own.has(lock);
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function describeHolder(claim: string): string {
  const [pid, host] = claim.trim().split(" ");
  return host === undefined ? "another process" : `process ${pid} on ${host}`;
}
