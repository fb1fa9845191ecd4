/** Where a program may be kept from one run to the next: in a folder into which no other user can put a program. */
import { accessSync, constants, lstatSync, mkdirSync, realpathSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { LinknetError } from "@linknet-kit/base";

/** No folder of this user's own could be had. */
export class NoCacheFolderError extends LinknetError {
  readonly code = "NO_CACHE_FOLDER";

  constructor(data: { readonly refused: readonly string[] }) {
    super(`there is no folder to keep a Chromium in: ${data.refused.join("; ")}`, {
      hint: "let XDG_CACHE_HOME be a folder that you alone may write to, or LINKNET_CHROMIUM the path of a Chromium",
    });
  }
}

interface Options {
  readonly environment: Readonly<Partial<Record<string, string>>>;
  readonly temporary: string;
}

/** The user's folder for caches or, where that is not theirs alone or cannot be written, one in the temporary folder; made if missing. */
export function cacheFolder({ environment = process.env, temporary = tmpdir() }: Partial<Options> = {}): string {
  const { XDG_CACHE_HOME: chosen = "" } = environment;
  const caches = isAbsolute(chosen) ? chosen : join(environment["HOME"] ?? homedir(), ".cache");
  const refused: string[] = [];
  for (const folder of [join(caches, "linknet-kit"), join(temporary, `linknet-kit-${process.getuid?.() ?? ""}`)]) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      accessSync(folder, constants.W_OK);
      const problem = whoElseWrites(folder);
      if (problem === undefined) return realpathSync(folder);
      refused.push(problem);
    } catch (error) {
      refused.push((error as Error).message);
    }
  }
  throw new NoCacheFolderError({ refused });
}

/** Why other users could replace what is in the folder, by writing to it or to one above it; `undefined` where they cannot. */
function whoElseWrites(folder: string): string | undefined {
  if (!lstatSync(folder).isDirectory()) return `${folder} is a link`;
  const own = process.getuid?.();
  for (let path = realpathSync(folder); ; path = dirname(path)) {
    const { uid, mode } = lstatSync(path);
    if (uid !== own && (uid !== 0 || path === folder)) return `${path} belongs to another user`;
    // In a sticky folder, as /tmp is, only the owner may rename.
    const isSticky = (mode & 0o1000) !== 0 && path !== folder;
    if ((mode & 0o022) !== 0 && !isSticky) return `others may write to ${path}`;
    if (path === dirname(path)) return undefined;
  }
}
