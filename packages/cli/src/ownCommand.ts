/** The words that start this very command line, whatever it was called as. */
import { fileURLToPath } from "node:url";

export const ownCommand: readonly string[] = [
  process.execPath,
  fileURLToPath(new URL("../bin/linknet.js", import.meta.url)),
];
