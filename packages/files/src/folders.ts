/** Folders that results go to. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { writeError } from "./errors.js";

/** Makes the folder and those above it; one that exists already is fine. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (cause) {
    throw writeError(join(path, "."), cause);
  }
}
