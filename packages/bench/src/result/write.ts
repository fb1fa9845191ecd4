/** Writes a result file whole or not at all. */
import { writeFileAtomically } from "@linknet-kit/files";
import { type ResultFile, resultFileSchema } from "./schema.js";

/** Replaces the file in one step, so that whoever reads it, even after a crash, finds the old or the new one. */
export async function writeResultFile(path: string, file: ResultFile): Promise<void> {
  await writeFileAtomically(path, printResultFile(resultFileSchema.parse(file)));
}

/** JSON with each list of numbers on one line: a sample a line would bury the rest. */
export function printResultFile(file: ResultFile): string {
  const indented = JSON.stringify(file, null, 2);
  // A line break never stands inside a JSON string, so this cannot touch one.
  const packed = indented.replace(
    /\[\n\s*([-+.\deE,\s]+?)\n\s*\]/g,
    (_, list: string) => `[${list.replace(/\s+/g, " ")}]`,
  );
  return `${packed}\n`;
}
