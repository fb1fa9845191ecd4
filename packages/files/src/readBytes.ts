/** Reads a file that may be anything: checked to be a file, and for its size, before memory is touched. */
import { open, stat } from "node:fs/promises";
import { FileTooLargeError, NotAFileError, readError } from "./errors.js";

export interface ReadLimits {
  readonly maximumBytes: number;
}

/** The bytes of a regular file; an error where it is none, is larger than allowed, or cannot be read. */
export async function readBytes(path: string, { maximumBytes }: ReadLimits): Promise<Uint8Array> {
  // Looked at before it is opened: opening a pipe would wait for a writer.
  await checkFile(path, maximumBytes);
  const handle = await open(path).catch((cause: unknown) => {
    throw readError(path, cause);
  });
  try {
    return await handle.readFile();
  } catch (cause) {
    throw readError(path, cause);
  } finally {
    await handle.close();
  }
}

async function checkFile(path: string, maximumBytes: number): Promise<void> {
  const stats = await stat(path).catch((cause: unknown) => {
    throw readError(path, cause);
  });
  if (!stats.isFile()) throw new NotAFileError({ path, kind: stats.isDirectory() ? "folder" : "special file" });
  if (stats.size > maximumBytes) throw new FileTooLargeError({ path, bytes: stats.size, maximumBytes });
}
