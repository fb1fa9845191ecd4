/** What a reader must know before trusting the numbers, found in the files themselves. */
import type { Result } from "@linknet-kit/bench/result";
import { max, rollups } from "d3-array";
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
      ...cautionLeftOut(run),
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
  return `${formatQuantity(unmeasured.length, "result")} ${verb} no latency (${tallyStatus(unmeasured)}); the reasons stand under All results.`;
}

/** Of runtimes that are there; a missing one has its reason under All results. */
function cautionLeftOut({ file: { suite, results } }: Run): readonly string[] {
  const missing = new Set(results.filter(({ status }) => status === "unavailable").map(({ runtime }) => runtime));
  return (suite.leftOut ?? [])
    .filter(({ runtime }) => !missing.has(runtime))
    .map(
      ({ runtime, cells, reason }) =>
        `${formatQuantity(cells.length, "cell")} of ${runtime} left out of the suite: ${reason}.`,
    );
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
  const widest = max(noisy, ({ latency }) => (latency.ciHighMs - latency.ciLowMs) / 2 / latency.medianMs);
  if (widest === undefined) return undefined;
  return (
    `${formatQuantity(noisy.length, "latency", "latencies")} marked noisy: the samples did not settle, ` +
    `and the 95 % interval reaches ±${formatRatio(widest * 100)} % of the median.`
  );
}

function cautionDirty({ file: { gitRevision, environment } }: Run): string | undefined {
  if (!environment.gitDirty) return undefined;
  return `Measured from a working tree with uncommitted changes on top of ${gitRevision.slice(0, 12)}.`;
}
