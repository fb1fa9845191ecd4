/** The shards of one plan, which must be no others. */
import { readResultFile } from "../file/read.js";
import { UnmergeableError } from "../plan/errors.js";
import type { ResultFile } from "../schema/schema.js";
import { differences, mergeShards } from "./mergeShards.js";

/** One result file of all of these; an `UnmergeableError` where they are not of one plan, kind of machine and revision. */
export async function mergeFiles(paths: readonly [string, ...string[]]): Promise<ResultFile> {
  const files = await Promise.all(paths.map((path) => readResultFile(path)));
  const [merged, ...others] = mergeShards(files);
  if (others.length > 0) {
    const other = files.findIndex((file, index) => index > 0 && differences(files[0]!, file).length > 0);
    throw new UnmergeableError({
      paths: [paths[0], paths[other]!],
      unplanned: paths.filter((_, index) => files[index]!.suite.plan === undefined),
      differences: differences(files[0]!, files[other]!),
    });
  }
  return { ...merged!, mergedFiles: files.length };
}
