/** Reads a result file that anyone may have written. */
import { describeIssues } from "@linknet-kit/base";
import { readBytes } from "@linknet-kit/base/files";
import { type ResultFile, SCHEMA_VERSION, resultFileSchema } from "../schema/schema.js";
import { DamagedResultFileError, ResultSchemaVersionError } from "./errors.js";

/** Tens of thousands of results; what is larger is no result file. */
const MAXIMUM_BYTES = 256 * 2 ** 20;

/** Problems that an error lists before it stops counting. */
const MAX_ISSUES = 3;

/**
 * The file's content, checked field by field; fields that this version does not know are left out. A file that cannot be read is
 * an error of `@linknet-kit/base/files`, one that does not fit a `DamagedResultFileError` or a `ResultSchemaVersionError`.
 */
export async function readResultFile(path: string): Promise<ResultFile> {
  const bytes = await readBytes(path, { maximumBytes: MAXIMUM_BYTES });
  return parseResultFile(new TextDecoder().decode(bytes), path);
}

/** The same for text that is in memory already; `path` is what errors call it. */
export function parseResultFile(text: string, path: string): ResultFile {
  const json = parseJson(text, path);
  if (typeof json !== "object" || json === null || !("schemaVersion" in json)) {
    throw new DamagedResultFileError({ path, problem: "is no result file: it has no schemaVersion" });
  }
  if (json.schemaVersion !== SCHEMA_VERSION) {
    throw new ResultSchemaVersionError({ path, found: json.schemaVersion, supported: SCHEMA_VERSION });
  }
  const parsed = resultFileSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new DamagedResultFileError({
    path,
    problem: `does not fit the schema: ${describeIssues(parsed.error.issues, { most: MAX_ISSUES }).join("; ")}`,
  });
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const problem = text.trim() === "" ? "is empty" : "is not JSON, or only the beginning of it";
    throw new DamagedResultFileError({ path, problem, cause });
  }
}
