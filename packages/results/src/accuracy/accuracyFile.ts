/** Accuracy files on disk: read whatever anyone may have written, written whole or not at all. */
import { describeIssues } from "@linknet-kit/base";
import {
  type FileKind,
  type WriteOptions,
  jsonDocument,
  readBytes,
  writeFileAtomically,
} from "@linknet-kit/base/files";
import { DamagedResultFileError, ResultSchemaVersionError } from "../file/errors.js";
import { ACCURACY_VERSION, type AccuracyFile, accuracyFileSchema } from "./accuracySchema.js";

/** Many results with many pictures; what is larger is no accuracy file. */
const MAXIMUM_BYTES = 256 * 2 ** 20;
/** Problems that an error lists before it stops counting. */
const MOST_ISSUES = 3;

export const accuracyFileKind: FileKind = jsonDocument("accuracy file", isAccuracyDocument);

/** Whether JSON that was read is an accuracy file, of whatever version. */
function isAccuracyDocument(json: unknown): boolean {
  return typeof json === "object" && json !== null && "accuracyVersion" in json;
}

export async function readAccuracyFile(path: string): Promise<AccuracyFile> {
  return parseAccuracyFile(new TextDecoder().decode(await readBytes(path, { maximumBytes: MAXIMUM_BYTES })), path);
}

/** Checked field by field; fields that this version does not know are left out. `path` is what errors call it. */
export function parseAccuracyFile(text: string, path: string): AccuracyFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new DamagedResultFileError({ path, problem: "is not JSON, or only the beginning of it", cause });
  }
  if (!isAccuracyDocument(json))
    throw new DamagedResultFileError({ path, problem: "is no accuracy file: it has no accuracyVersion" });
  const { accuracyVersion: found } = json as { readonly accuracyVersion: unknown };
  if (found !== ACCURACY_VERSION) throw new ResultSchemaVersionError({ path, found, supported: ACCURACY_VERSION });
  const { success, data, error } = accuracyFileSchema.safeParse(json);
  if (success) return data;
  const issues = describeIssues(error.issues, { most: MOST_ISSUES }).join("; ");
  throw new DamagedResultFileError({ path, problem: `does not fit the schema: ${issues}` });
}

/** Of one file, as it is written. */
export function printAccuracyFile(file: AccuracyFile): string {
  const indented = JSON.stringify(accuracyFileSchema.parse(file), null, 2);
  // A row of the matrix is a line; a line break never stands inside a JSON string.
  const packed = indented.replace(
    /\[\n\s*([-+.\deE,\s]+?)\n\s*\]/g,
    (_, list: string) => `[${list.replace(/\s+/g, " ")}]`,
  );
  return `${packed}\n`;
}

export async function writeAccuracyFile(path: string, file: AccuracyFile, options: WriteOptions = {}): Promise<void> {
  await writeFileAtomically({ path, kind: accuracyFileKind, content: printAccuracyFile(file) }, options);
}
