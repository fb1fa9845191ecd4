/** Results of one machine at several times, brought together. */
import type { Result, ResultFile } from "@linknet-kit/results";
import { formatQuantity, formatSize } from "../format.js";
import { machineKey } from "../joinedFiles.js";
import { listNetworks, type ReportedNetwork } from "../networks.js";
import {
  type Configuration,
  describeConfiguration,
  describeMachine,
  isMeasured,
  type MeasuredResult,
  networkKey,
  type Run,
} from "../runs.js";

/** One measurement, at the time its suite began. */
export interface Moment {
  readonly file: ResultFile;
  readonly result: MeasuredResult;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** One network at one size, measured in one way on one machine at two times or more, the earliest first. */
export interface TrendSeries {
  readonly network: ReportedNetwork;
  readonly size: string;
  readonly machine: string;
  /** What it was measured with, as far as that varies in the report. */
  readonly configuration: string;
  readonly moments: readonly [Moment, Moment, ...Moment[]];
}

/** Networks in the report's order, then sizes from the smallest. */
export function listTrendSeries(runs: readonly Run[]): readonly TrendSeries[] {
  const networks = new Map(listNetworks(runs).map((network) => [network.key, network]));
  const open = new Map<string, Open>();
  for (const { run, file } of runs.flatMap((own) => own.files.map((each) => ({ run: own, file: each })))) {
    const machine = machineKey(file);
    const time = Date.parse(file.createdAt);
    for (const configuration of run.configurations) {
      const words = describeConfiguration(configuration);
      const names = { machine: nameMachine(file), configuration: configuration.variant };
      for (const result of resultsOf(file, configuration)) {
        const network = networks.get(networkKey(result.network));
        if (network === undefined || !isMeasured(result) || result.latency.medianMs <= 0) continue;
        const size = formatSize(result.size);
        const key = JSON.stringify([machine, words, network.key, size]);
        const known = open.get(key);
        const own = known ?? { network, size, ...names, byTime: new Map<number, Moment>() };
        if (known === undefined) open.set(key, own);
        if (!own.byTime.has(time)) own.byTime.set(time, { file, result, time });
      }
    }
  }
  const order = [...networks.values()];
  return [...open.values()]
    .flatMap(close)
    .toSorted((a, b) => order.indexOf(a.network) - order.indexOf(b.network) || pixelsOf(a) - pixelsOf(b));
}

/** A run may hold the results of several files, each of its own time. */
function resultsOf(file: ResultFile, { run, results }: Configuration): readonly Result[] {
  if (run.files.length === 1) return results;
  const own = new Set(file.results);
  return results.filter((result) => own.has(result));
}

interface Open extends Omit<TrendSeries, "moments"> {
  readonly byTime: Map<number, Moment>;
}

function close({ byTime, ...series }: Open): readonly TrendSeries[] {
  const [first, second, ...others] = [...byTime.values()].toSorted((a, b) => a.time - b.time);
  return first && second ? [{ ...series, moments: [first, second, ...others] }] : [];
}

function pixelsOf({ moments: [{ result }] }: TrendSeries): number {
  return result.size.width * result.size.height;
}

function nameMachine(file: ResultFile): string {
  return `${describeMachine(file)}, ${formatQuantity(file.environment.cpu.allowedCores, "core")}`;
}
