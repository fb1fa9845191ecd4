/** What processes left that were killed: recognised by the owner in its name, and removed where that owner is no more. */
import { lstat, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { OWNER_WORD, type Owner, isOfThisHost, parseOwner, stateOf } from "./owner.js";

const FOLDER = new RegExp(`^linknet-[a-z]+-(${OWNER_WORD.source})-[0-9A-Za-z]{6}$`);
const FILE = new RegExp(`^\\.linknet-(${OWNER_WORD.source})-[0-9a-f]{12}\\.tmp$`);

/** After a restart, or in a container beside this one, a process cannot be asked for: so long without a sign of life, it is no more. */
const SILENCE_MS = 24 * 3_600_000;

const looked = new Set<string>();

/**
 * Removes this user's leftovers from a folder, once a process. What is of another machine stays, whatever its age, as this one cannot know;
 * so does what cannot be removed.
 */
export async function removeLeftovers(folder: string): Promise<void> {
  if (looked.has(folder)) return;
  looked.add(folder);
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const [, word] = FOLDER.exec(name) ?? FILE.exec(name) ?? [];
    const path = join(folder, name);
    if (word !== undefined && (await isLeftover(path, parseOwner(word)))) {
      await rm(path, { recursive: true, force: true }).catch(() => {});
    }
  }
}

async function isLeftover(path: string, owner: Owner): Promise<boolean> {
  const stats = await lstat(path).catch(() => undefined);
  // A link of that name is none of ours, wherever it leads.
  if (stats === undefined || stats.isSymbolicLink()) return false;
  if (process.getuid !== undefined && stats.uid !== process.getuid()) return false;
  const state = stateOf(owner, stats.mtimeMs);
  if (state === "unknown") return isOfThisHost(owner) && stats.mtimeMs < Date.now() - SILENCE_MS;
  return state === "gone";
}
