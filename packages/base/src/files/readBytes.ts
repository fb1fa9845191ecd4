/** Reads a file that may be anything: checked to be a file, and for its size, before memory is touched. */
import { type FileHandle, open, stat } from "node:fs/promises";
import { tellDeed } from "./deeds.js";
import { FileTooLargeError, NotAFileError, readError } from "./errors.js";

export interface ReadLimits {
  readonly maximumBytes: number;
  /** Given the first bytes of a file before room is made for the rest; throws where they are of none that is wanted. */
  readonly checkHead?: (head: Uint8Array) => void;
}

const HEAD_BYTES = 64;

/** The bytes of a regular file; an error where it is none, is larger than allowed, or cannot be read. */
export async function readBytes(path: string, { maximumBytes, checkHead }: ReadLimits): Promise<Uint8Array> {
  // Looked at before it is opened: opening a pipe would wait for a writer.
  await sizeOfFile(path, { maximumBytes });
  const handle = await open(path).catch((cause: unknown) => {
    throw readError(path, cause);
  });
  try {
    checkHead?.(await headOf(path, handle, HEAD_BYTES));
    const bytes = await orReadError(path, handle.readFile());
    tellDeed({ did: "read", path, bytes: bytes.length });
    return bytes;
  } finally {
    await handle.close();
  }
}

/** The first bytes of a regular file, fewer where it has fewer. */
export async function readHead(path: string, bytes: number): Promise<Uint8Array> {
  await sizeOfFile(path, { maximumBytes: Number.POSITIVE_INFINITY });
  const handle = await open(path).catch((cause: unknown) => {
    throw readError(path, cause);
  });
  try {
    return await headOf(path, handle, bytes);
  } finally {
    await handle.close();
  }
}

async function headOf(path: string, handle: FileHandle, bytes: number): Promise<Uint8Array> {
  const { buffer, bytesRead } = await orReadError(path, handle.read(new Uint8Array(bytes), 0, bytes, 0));
  return buffer.subarray(0, bytesRead);
}

async function orReadError<T>(path: string, reading: Promise<T>): Promise<T> {
  return await reading.catch((cause: unknown) => {
    throw readError(path, cause);
  });
}

/** How many bytes a regular file has; the errors of `readBytes`, without opening it. */
export async function sizeOfFile(path: string, { maximumBytes }: Pick<ReadLimits, "maximumBytes">): Promise<number> {
  const stats = await stat(path).catch((cause: unknown) => {
    throw readError(path, cause);
  });
  if (!stats.isFile()) throw new NotAFileError({ path, kind: stats.isDirectory() ? "folder" : "special file" });
  if (stats.size > maximumBytes) throw new FileTooLargeError({ path, bytes: stats.size, maximumBytes });
  return stats.size;
}
