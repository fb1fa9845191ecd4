/** The SHA-256 of files, which may be larger than memory. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";

export interface FilePart {
  readonly path: string;
  /** In bytes; from its first byte to its last unless given. `end` is the first that does not belong to it. */
  readonly start?: number;
  readonly end?: number;
}

/** Of these bytes one behind the other, in hexadecimal digits; an error of the system where a file cannot be read. */
export async function digestOf(parts: readonly (FilePart | Uint8Array | string)[]): Promise<string> {
  const hash = createHash("sha256");
  for (const part of parts) {
    if (typeof part === "string" || part instanceof Uint8Array) hash.update(part);
    else for await (const chunk of bytesOf(part)) hash.update(chunk);
  }
  return hash.digest("hex");
}

function bytesOf({ path, start = 0, end }: FilePart): AsyncIterable<Buffer> | readonly Buffer[] {
  if (end !== undefined && end <= start) return [];
  return createReadStream(path, { start, ...(end === undefined ? {} : { end: end - 1 }), highWaterMark: 2 ** 20 });
}

/** What a hash of `node:crypto` does here, said so that users' projects need no types of Node. */
export interface Hashing {
  update(data: Uint8Array | string): Hashing;
  digest(encoding: "hex"): string;
}

/** The same chunks, which `hash` sees as they pass. */
export function* hashed(chunks: Iterable<Uint8Array>, hash: Hashing): Generator<Uint8Array> {
  for (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}
