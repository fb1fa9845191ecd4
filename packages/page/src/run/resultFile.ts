/** The results of a page as the file that `linknet bench` writes. */
import {
  type Count,
  type Environment,
  type ResultFile,
  SCHEMA_VERSION,
  cellKey,
  cellOf,
  resultFileSchema,
} from "@linknet-kit/results";
import type { Measured } from "../measured.js";

/** The last result of each cell, checked against the schema; throws where it does not fit, which is a bug here. */
export function makeResultFile(
  measured: readonly Measured[],
  { environment, createdAt }: { readonly environment: Environment; readonly createdAt: string },
): ResultFile {
  const results = new Map(measured.map(({ result }) => [cellKey(cellOf(result)), result]));
  const counts = new Map<string, Count>();
  for (const { count } of measured)
    if (count !== undefined) counts.set(JSON.stringify([count.network, count.size]), count);
  return resultFileSchema.parse({
    schemaVersion: SCHEMA_VERSION,
    createdAt,
    gitRevision: "unknown",
    environment,
    suite: { name: "page", cells: results.size },
    counts: [...counts.values()],
    results: [...results.values()],
  });
}
