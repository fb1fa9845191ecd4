/** Every result with the file that it stands in, for formats that have one record a result. */
import type { Count, Result, ResultFile } from "@linknet-kit/results";
import { formatSize } from "../format.js";
import { networkSizeKey } from "../runs.js";

export interface ResultEntry {
  readonly file: ResultFile;
  readonly result: Result;
  /** The computed cost of the result's network at its size, where its file has it. */
  readonly count: Count | undefined;
}

export function listEntries(files: readonly ResultFile[]): readonly ResultEntry[] {
  return files.flatMap((file) => {
    const counts = new Map(file.counts.map((count) => [networkSizeKey(count.network, formatSize(count.size)), count]));
    return file.results.map((result) => {
      return { file, result, count: counts.get(networkSizeKey(result.network, formatSize(result.size))) };
    });
  });
}

/** The version that the file names for the result's runtime. */
export function runtimeVersion({ file, result: { runtime } }: ResultEntry): string | undefined {
  const { runtimes } = file.environment;
  return Object.hasOwn(runtimes, runtime) ? runtimes[runtime] : undefined;
}
