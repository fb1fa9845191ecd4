/** The bytes of a model's file. */
import { readBytes } from "@linknet-kit/base/files";
import { DamagedOnnxError, UnreadableOnnxError } from "./errors.js";

/**
 * An error of `@linknet-kit/base/files` where there is no such file, an `UnreadableOnnxError` where its first byte says that it is no
 * model: a file of zeros may be as large as its owner likes, and takes no room where it lies.
 */
export async function readModelBytes(path: string, maximumBytes: number): Promise<Uint8Array> {
  const checkHead = ([first]: Uint8Array): void => {
    if (first === undefined || first >>> 3 !== 0) return;
    const cause = new DamagedOnnxError({ problem: "its first field has the number 0" });
    throw new UnreadableOnnxError({ path, cause });
  };
  return await readBytes(path, { maximumBytes, checkHead });
}
