/** A file that is no result file, or one that is taken. */
import { LinknetError } from "@linknet-kit/base";

/** Not a result file, or not a whole one. */
export class DamagedResultFileError extends LinknetError {
  readonly code = "DAMAGED_RESULT_FILE";

  constructor(data: { path: string; problem: string; cause?: unknown }) {
    super(`${data.path} ${data.problem}`, {
      hint: "it is left as it is: name another file, or move this one away and measure again",
      cause: data.cause,
    });
  }
}

export class ResultSchemaVersionError extends LinknetError {
  readonly code = "RESULT_SCHEMA_VERSION";

  constructor(data: { path: string; found: unknown; supported: number }) {
    const found = JSON.stringify(data.found)?.slice(0, 40) ?? "none";
    super(`${data.path} has schema version ${found}, this build reads version ${data.supported}`, {
      hint: "read it with the version of linknet-kit that wrote it, or measure again",
    });
  }
}
