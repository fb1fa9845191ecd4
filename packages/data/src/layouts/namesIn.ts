/** Folders that a layout cannot do without. */
import { readdir } from "node:fs/promises";
import { readFolderError } from "@linknet-kit/base/files";
import { WrongLayoutError } from "../errors.js";

/** What is in one; a `WrongLayoutError` where it cannot be read, whose hint says how it should look. */
export async function namesIn(folder: string, hint: string): Promise<readonly string[]> {
  return await readdir(folder).catch((cause: unknown) => {
    throw new WrongLayoutError({ problem: readFolderError(folder, cause).summary, hint });
  });
}
