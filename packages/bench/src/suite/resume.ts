/** Continues an interrupted suite, and keeps older results out of the way of new ones. */
import { rename, stat } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import { LinknetError } from "@linknet-kit/base";
import { FileMissingError, writeError } from "@linknet-kit/base/files";
import {
  type Count,
  type Environment,
  type Result,
  type ResultFile,
  type Status,
  type SuitePlan,
  cellKey,
  cellOf,
} from "@linknet-kit/results";
import { isSameEnvironment, readResultFile } from "@linknet-kit/results/files";

/** What a suite knows before its first cell. */
export interface BookHeader {
  readonly plan: SuitePlan;
  readonly gitRevision: string;
  readonly environment: Environment;
  readonly counts: readonly Count[];
  /** Users' files among what is measured. */
  readonly models?: NonNullable<ResultFile["suite"]["models"]>;
  /** Where a number of runs was asked for. */
  readonly runs?: NonNullable<ResultFile["suite"]["runs"]>;
  /** Whether each measured cell is to say where its time goes. */
  readonly profile?: boolean;
  /** Whether a file that is no result file is replaced. */
  readonly force?: boolean | undefined;
}

/** Worth another try when a suite continues. */
const RETRIED: ReadonlySet<Status> = new Set<Status>(["failed", "timeout", "unavailable"]);

/** The file's content, or `undefined` where there is none; a damaged file is an error, unless it may be replaced. */
export async function readExisting(path: string, force = false): Promise<ResultFile | undefined> {
  try {
    return await readResultFile(path);
  } catch (error) {
    if (error instanceof FileMissingError || (force && error instanceof LinknetError)) return undefined;
    throw error;
  }
}

/**
 * The finished results, by `cellKey`, of a file that the same suite left unfinished: same networks, machine, software and revision.
 * `undefined` for any other file.
 */
export function finishedResults(
  file: ResultFile,
  { plan, gitRevision, environment, counts, models, runs, profile = false }: BookHeader,
): ReadonlyMap<string, Result> | undefined {
  const { suite, results } = file;
  const keys = new Set(plan.cells.map(cellKey));
  const isSame =
    suite.name === plan.name &&
    suite.cells === plan.cells.length &&
    suite.budgetSeconds === plan.budgetSeconds &&
    isDeepStrictEqual(suite.plan, plan.shard) &&
    isDeepStrictEqual(suite.models, models) &&
    isDeepStrictEqual(suite.runs, runs) &&
    file.gitRevision === gitRevision &&
    isSameEnvironment(file.environment, environment) &&
    isDeepStrictEqual(file.counts, counts) &&
    results.every((result) => keys.has(cellKey(cellOf(result))));
  if (!isSame || results.length >= suite.cells) return undefined;
  const lacksProfile = (result: Result): boolean =>
    profile && result.latency !== undefined && result.profile === undefined;
  const finished = results.filter((result) => !RETRIED.has(result.status) && !lacksProfile(result));
  return new Map(finished.map((result) => [cellKey(cellOf(result)), result]));
}

/** Whether anything would be lost with the file: a time, or an output that was compared. */
export function holdsMeasurements({ results }: ResultFile): boolean {
  return results.some(({ latency, outputCheck }) => latency !== undefined || outputCheck !== undefined);
}

/** Renames a file to `<name>.previous.json`, or `<name>.previous-2.json` and so on where that is taken; answers its new path. */
export async function moveAside(path: string): Promise<string> {
  const stem = path.replace(/\.json$/, "");
  for (let number = 1; ; number += 1) {
    const target = `${stem}.previous${number === 1 ? "" : `-${number}`}.json`;
    if (
      await stat(target).then(
        () => true,
        () => false,
      )
    )
      continue;
    await rename(path, target).catch((cause: unknown) => {
      throw writeError(path, cause);
    });
    return target;
  }
}
