/** Git LFS: a repository has a pointer of a few lines where its working tree has the file, and the content lies beside its objects. */
import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { readBytes } from "@linknet-kit/base/files";
import type { Repository } from "./repository.js";

/** https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md */
const POINTER = /^version https:\/\/git-lfs\.github\.com\/spec\/v1\n(?:.*\n)*?oid sha256:([0-9a-f]{64})\nsize (\d+)\n/;
const MOST_POINTER_BYTES = 1024;

interface Pointer {
  /** The content's SHA-256, in hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
}

/** `undefined` where the content is a file's own. */
export function readPointer(content: Uint8Array): Pointer | undefined {
  if (content.length > MOST_POINTER_BYTES) return undefined;
  const [, sha256, bytes] = POINTER.exec(new TextDecoder().decode(content)) ?? [];
  return sha256 === undefined ? undefined : { sha256, bytes: Number(bytes) };
}

/** Whether the file is such a pointer itself, whose content was never fetched. */
export async function isPointer(path: string): Promise<boolean> {
  const bytes = await readBytes(path, { maximumBytes: MOST_POINTER_BYTES }).catch(() => undefined);
  return bytes !== undefined && readPointer(bytes) !== undefined;
}

/** Where the content lies; `undefined` where it was not fetched, which nothing here does. */
export async function contentPath(repository: Repository, { sha256, bytes }: Pointer): Promise<string | undefined> {
  const common = resolve(repository.root, await repository.ask("rev-parse", "--git-common-dir"));
  const storage = await repository.ask("config", "--type=path", "--get", "lfs.storage").catch(() => "lfs");
  const path = join(resolve(common, storage), "objects", sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() === true && found.size === bytes ? path : undefined;
}
