/** What a reader must know before trusting the numbers, found in the files themselves. */
import type { Result } from "@linknet-kit/results";
import { BUSY_LOAD_PER_CORE, isBusy } from "@linknet-kit/results/statistics";
import { max, rollups } from "d3-array";
import type { Text } from "../document.js";
import { formatCount, formatEnumeration, formatQuantity, formatRatio } from "../format.js";
import { isSoftware } from "../labels.js";
import { isMeasured, type Run } from "../runs.js";

/** Runs of missing shards that are named. */
const MOST_RANGES = 8;

/** One entry a caution, naming its machine where there are several. */
export function listCautions(runs: readonly Run[]): readonly Text[] {
  return runs.flatMap((run): readonly Text[] => {
    const found = [
      cautionLoad(run),
      cautionMissing(run),
      cautionUnmeasured(run),
      cautionShards(run),
      cautionNoise(run),
      cautionDirty(run),
    ];
    const present = found.filter((text) => text !== undefined);
    return run.label ? present.map((text) => [{ strong: `${run.label}:` }, ` ${text}`]) : present;
  });
}

function cautionLoad(run: Run): string | undefined {
  if (!isBusy(run.file)) return undefined;
  const { loadAverage, cpu } = run.file.environment;
  return (
    `The machine was busy before the start: load average ${formatRatio(loadAverage[0])} on ${formatQuantity(Math.max(1, cpu.logicalCores), "core")}, ` +
    `more than ${BUSY_LOAD_PER_CORE} a core. The latencies may be too high.`
  );
}

function cautionMissing({ file: { suite, results } }: Run): string | undefined {
  if (results.length >= suite.cells) return undefined;
  return `The suite was interrupted: ${results.length} of ${formatQuantity(suite.cells, "cell")} have a result.`;
}

/** A runtime that is not there is no fault, nor is what fails where software plays a GPU, unless there is nothing else. */
function cautionUnmeasured({ file: { results } }: Run): string | undefined {
  const tried = results.filter(({ status }) => status !== "unavailable");
  const own = tried.every(isSoftware) ? tried : tried.filter((result) => !isSoftware(result));
  const unmeasured = own.filter((result) => !isMeasured(result));
  if (unmeasured.length === 0) return undefined;
  const verb = unmeasured.length === 1 ? "has" : "have";
  return `${formatQuantity(unmeasured.length, "result")} ${verb} no latency (${tallyStatus(unmeasured)}); the reasons stand under Not measured.`;
}

function cautionShards({ file: { suite } }: Run): string | undefined {
  const { of = 0, shards = [] } = suite.plan ?? {};
  const missing = missingRanges(of, shards);
  if (missing.length === 0) return undefined;
  const named = missing
    .slice(0, MOST_RANGES)
    .flatMap(({ from, to }) => (to - from < 2 ? [...new Set([from, to])].map(String) : [`${from} to ${to}`]));
  const more = missing.length > MOST_RANGES ? ["others"] : [];
  const isOne = missing.length === 1 && missing[0]!.from === missing[0]!.to;
  return `Of the plan's ${formatCount(of)} shards, ${formatEnumeration([...named, ...more])} ${isOne ? "is" : "are"} missing.`;
}

/** The numbers from 1 to `of` that are not there. */
function missingRanges(of: number, there: readonly number[]) {
  const sorted = [...new Set(there)].toSorted((a, b) => a - b);
  return [...sorted, of + 1]
    .map((shard, index) => ({ from: (sorted[index - 1] ?? 0) + 1, to: shard - 1 }))
    .filter(({ from, to }) => from <= to);
}

function tallyStatus(results: readonly Result[]): string {
  const tally = rollups(
    results,
    (group) => group.length,
    ({ status }) => status,
  );
  return formatEnumeration(tally.map(([status, amount]) => `${amount} ${status}`));
}

function cautionNoise({ file: { results } }: Run): string | undefined {
  const noisy = results.filter(isMeasured).filter(({ status }) => status === "noisy");
  if (noisy.length === 0) return undefined;
  // A clock too coarse for the network gives a median of 0, of which nothing is a share.
  const timed = noisy.filter(({ latency }) => latency.medianMs > 0);
  const widest = max(timed, ({ latency }) => (latency.ciHighMs - latency.ciLowMs) / 2 / latency.medianMs);
  const reach =
    widest === undefined ? "" : `, and the 95 % interval reaches ±${formatRatio(widest * 100)} % of the median`;
  return `${formatQuantity(noisy.length, "latency", "latencies")} marked noisy: the samples did not settle${reach}.`;
}

function cautionDirty({ file: { gitRevision, environment } }: Run): string | undefined {
  if (!environment.gitDirty) return undefined;
  return `Measured from a working tree with uncommitted changes on top of ${gitRevision.slice(0, 12)}.`;
}
