/** What a reader must know before trusting the numbers, found in the files themselves. */
import type { Result } from "@linknet-kit/bench/result";
import { max, rollups, sum } from "d3-array";
import type { Text } from "../document.js";
import { formatEnumeration, formatQuantity, formatRatio } from "../format.js";
import { isMeasured, type Run } from "../runs.js";

/** Above this load a core before the start, something else was using the machine. */
const BUSY_LOAD_PER_CORE = 0.5;

/** One entry a caution, naming its machine where there are several. */
export function listCautions(runs: readonly Run[]): readonly Text[] {
  return runs.flatMap((run): readonly Text[] => {
    const found = [
      cautionLoad(run),
      cautionMissing(run),
      cautionUnmeasured(run),
      cautionShards(run),
      cautionLeftOut(run),
      cautionNoise(run),
      cautionDirty(run),
    ];
    const present = found.filter((text) => text !== undefined);
    return run.label ? present.map((text) => [{ strong: `${run.label}: ` }, text]) : present;
  });
}

function cautionLoad({ file: { environment } }: Run): string | undefined {
  const [load] = environment.loadAverage;
  const cores = Math.max(1, environment.cpu.logicalCores);
  if (load / cores <= BUSY_LOAD_PER_CORE) return undefined;
  return (
    `The machine was busy before the start: load average ${formatRatio(load)} on ${formatQuantity(cores, "core")}, ` +
    `more than ${BUSY_LOAD_PER_CORE} a core. The latencies may be too high.`
  );
}

function cautionMissing({ file: { suite, results } }: Run): string | undefined {
  if (results.length >= suite.cells) return undefined;
  return `The suite was interrupted: ${results.length} of ${formatQuantity(suite.cells, "cell")} have a result.`;
}

function cautionUnmeasured({ file: { results } }: Run): string | undefined {
  const unmeasured = results.filter((result) => !isMeasured(result));
  if (unmeasured.length === 0) return undefined;
  const verb = unmeasured.length === 1 ? "has" : "have";
  return `${formatQuantity(unmeasured.length, "result")} ${verb} no latency (${tallyStatus(unmeasured)}); the reasons stand under Not measured.`;
}

function cautionShards({ file: { suite } }: Run): string | undefined {
  const { of = 0, shards = [] } = suite.plan ?? {};
  const missing = Array.from({ length: of }, (_, index) => index + 1).filter((shard) => !shards.includes(shard));
  if (missing.length === 0) return undefined;
  return `Of the plan's ${of} shards, ${formatEnumeration(missing.map(String))} ${missing.length === 1 ? "is" : "are"} missing.`;
}

/** Of runtimes that are there; a missing one has a reason of its own. */
function cautionLeftOut({ file: { suite, results } }: Run): string | undefined {
  const missing = new Set(results.filter(({ status }) => status === "unavailable").map(({ runtime }) => runtime));
  const own = (suite.leftOut ?? []).filter(({ runtime }) => !missing.has(runtime));
  const amount = sum(own, ({ cells }) => cells.length);
  if (amount === 0) return undefined;
  const runtimes = formatEnumeration([...new Set(own.map(({ runtime }) => runtime))]);
  return `${formatQuantity(amount, "cell")} of ${runtimes} left out of the suite on purpose; the reasons stand under Not measured.`;
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
