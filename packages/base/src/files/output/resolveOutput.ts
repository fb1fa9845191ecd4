/** Where a file that is written really goes. */
import { lstat, readlink, realpath } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { writeError } from "../errors.js";
import { systemCode } from "../systemCode.js";

/** As many links as systems follow. */
const MOST_LINKS = 40;

/**
 * The path behind all links, also of a file or of folders that are not there yet: one spelling for one place. An error where links lead in
 * a circle.
 */
export async function resolveOutput(path: string, links = MOST_LINKS): Promise<string> {
  const folder = await resolveFolder(dirname(resolve(path)));
  const place = join(folder, basename(resolve(path)));
  const stats = await lstat(place).catch(() => undefined);
  if (stats?.isSymbolicLink() !== true) return place;
  if (links === 0) throw writeError(path, Object.assign(new Error("its links lead in a circle"), { code: "ELOOP" }));
  return await resolveOutput(resolve(folder, await readlink(place)), links - 1);
}

async function resolveFolder(folder: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch (cause) {
    const above = dirname(folder);
    if (systemCode(cause) !== "ENOENT" || above === folder) return folder;
    return join(await resolveFolder(above), basename(folder));
  }
}
