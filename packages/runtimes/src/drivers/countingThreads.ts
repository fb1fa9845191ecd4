/** How many threads a runtime really uses. */
import { countThreads } from "../machine/cores.js";

/**
 * What `load` gives, and the threads of its pool: the one that calls works too, so a pool of n threads is n - 1 new ones. The
 * threads asked for where the system does not tell.
 */
export async function countingThreads<T>(asked: number, load: () => Promise<T>): Promise<readonly [T, number]> {
  const before = countThreads();
  const loaded = await load();
  const after = countThreads();
  return [loaded, before === undefined || after === undefined ? asked : 1 + after - before];
}
