/** Writes a result file whole or not at all. */
import { type FileKind, type OutputRule, writeFileAtomically } from "@linknet-kit/base/files";
import { type ResultFile, resultFileSchema } from "../schema/schema.js";

/** A result file, of whatever command. */
export const resultFileKind: FileKind = {
  name: "result file",
  isOurs: ({ head }) => /^\s*\{\s*"schemaVersion"\s*:\s*\d/.test(new TextDecoder().decode(head)),
};

/** A result file that `linknet merge` made of others, so that nothing is lost with it that was measured. */
export const mergedFileKind: FileKind = {
  name: "file of linknet merge",
  isOurs: (file) =>
    resultFileKind.isOurs(file) && /^ {2}"mergedFiles": \d+,$/m.test(new TextDecoder().decode(file.head)),
};

/** Replaces the file in one step: readers find the old one or the new one, even after a crash. */
export async function writeResultFile(
  path: string,
  file: ResultFile,
  { kind = resultFileKind, ...rule }: OutputRule & { readonly kind?: FileKind } = {},
): Promise<void> {
  await writeFileAtomically({ path, kind, content: printResultFile(resultFileSchema.parse(file)) }, rule);
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
