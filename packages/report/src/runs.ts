/** Result files arranged for reporting: labelled runs, the configurations they measured, and the results that count as measured. */
import type { Count, Latency, Result, ResultFile } from "@linknet-kit/results";
import { cleanFile } from "./cleanText.js";
import { formatEnumeration, formatSize } from "./format.js";
import { joinFiles } from "./joinedFiles.js";
import { describeThreads, isSoftware, labelConfigurations, shortAdapter } from "./labels.js";
import { labelRuns } from "./runLabels.js";

/** What one machine measured, every cell once. `label` tells it from the others (`A`, `B`, a date) and `machine` says what it ran on. */
export interface Run {
  readonly label: string;
  readonly machine: string;
  /** All of `files` as one. */
  readonly file: ResultFile;
  readonly files: readonly ResultFile[];
  readonly configurations: readonly Configuration[];
  /** Computed costs by `networkSizeKey`. */
  readonly counts: ReadonlyMap<string, Count>;
}

/** Everything that two results must share for their latencies to be compared across networks. */
export interface Configuration {
  readonly run: Run;
  /** As short as tells it from the report's other configurations: `ORT CPU`, `B: ORT CPU, 1 thread`. */
  readonly name: string;
  /** The same without the run's label. */
  readonly variant: string;
  readonly batch: number;
  readonly results: readonly [Result, ...Result[]];
  /** By `networkSizeKey`; where a cell was tried twice, the measured result. */
  readonly cells: ReadonlyMap<string, Result>;
}

/** A result whose latency may be shown. */
export type MeasuredResult = Result & { readonly latency: Latency };

/** Only `valid` and `noisy` results are measurements; a latency under any other status is not shown. */
export function isMeasured(result: Result): result is MeasuredResult {
  return result.latency !== undefined && (result.status === "valid" || result.status === "noisy");
}

/** Whether anything ran so, well or not: a runtime that is not there has rows with a reason and nothing else. */
function isPresent(results: readonly Result[]): boolean {
  return results.some(({ status }) => status !== "unavailable");
}

/** Images a second in the steady state. */
export function framesPerSecond({ throughputFps, batch, latency }: MeasuredResult): number {
  return throughputFps ?? (batch * 1000) / latency.medianMs;
}

/** What a result was measured with, apart from the network and the size. */
const traits = [
  (result: Result) => result.runtime,
  (result: Result) => result.device,
  describeThreads,
  (result: Result) => result.dtype,
  ({ batch }: Result) => `batch ${batch}`,
] as const;

/** Arranges the files in the order given, those of one machine joined; strings are cleaned here, once for the whole report. */
export function arrangeRuns(given: readonly ResultFile[]): readonly Run[] {
  const joined = joinFiles(given.map(cleanFile), configurationKey);
  const grouped = joined.map(({ file }) => groupByConfiguration(file.results));
  const labels = labelConfigurations(grouped.map((groups) => groups.map(([first]) => first)));
  const runLabels = labelRuns(joined.map(({ file }) => file));
  return joined.map(({ file, files }, index) => {
    const label = runLabels[index]!;
    const machine = [label, describeMachine(file)].filter(Boolean).join(": ");
    const configurations: Configuration[] = [];
    const counts = new Map(file.counts.map((count) => [networkSizeKey(count.network, formatSize(count.size)), count]));
    const run: Run = { label, machine, file, files, configurations, counts };
    for (const [place, results] of grouped[index]!.entries()) {
      const variant = labels[index]![place]!;
      const name = [label, variant].filter(Boolean).join(": ");
      configurations.push({ run, name, variant, batch: results[0].batch, results, cells: indexCells(results) });
    }
    return run;
  });
}

/** The traits that every result shares, in words: `onnxruntime-node, cpu, 2 threads, fp32 and batch 1`. */
export function describeCommonTraits(runs: readonly Run[]): string {
  const results = runs.flatMap(({ configurations }) => presentResults(configurations.map((each) => each.results)));
  const [first] = results;
  const varying = varyingTraits(results);
  return first
    ? formatEnumeration(traits.filter((trait) => !varying.includes(trait)).map((trait) => trait(first)))
    : "";
}

/** Everything that tells the configuration apart from any other, in words. */
export function describeConfiguration({ results: [first] }: Configuration): string {
  return traits.map((trait) => trait(first)).join(", ");
}

/** The measured result of a network at a size, if there is one. */
export function findMeasured(configuration: Configuration, network: string, size: string): MeasuredResult | undefined {
  const result = configuration.cells.get(networkSizeKey(network, size));
  return result && isMeasured(result) ? result : undefined;
}

/** A key for one network at one size, the same in whatever case the name is written. */
export function networkSizeKey(network: string, size: string): string {
  return `${size} ${networkKey(network)}`;
}

/** The name under which figures of a network are brought together. */
export function networkKey(network: string): string {
  return network.toLowerCase();
}

function indexCells(results: readonly Result[]): ReadonlyMap<string, Result> {
  const cells = new Map<string, Result>();
  for (const result of results) {
    const key = networkSizeKey(result.network, formatSize(result.size));
    const known = cells.get(key);
    if (!known || !isMeasured(known)) cells.set(key, result);
  }
  return cells;
}

/**
 * `Intel Xeon @ 2.20GHz`: the processor's name without its trademarks, or the browser's where a page measured, which is not told it; and
 * the first GPU's where there is one.
 */
export function describeMachine({ environment: { cpu, gpus, browser } }: ResultFile): string {
  const processor = cpu.model.replace(/\((R|TM|C)\)/gi, "").replace(/\b(CPU|Processor)\b/g, "");
  const computer = browser?.name ?? processor.replace(/ +/g, " ").trim();
  const [gpu] = gpus;
  return [computer || "unknown processor", gpu && shortAdapter(gpu.model)].filter(Boolean).join(" + ");
}

/** Configurations of the hardware that is there: of software in a GPU's place only where nothing else was measured. */
export function mainConfigurations(runs: readonly Run[]): readonly Configuration[] {
  const present = runs.flatMap((run) => run.configurations).filter(({ results }) => isPresent(results));
  const hardware = present.filter(({ results: [first] }) => !isSoftware(first));
  return hardware.some(({ results }) => results.some(isMeasured)) ? hardware : present;
}

function varyingTraits(results: readonly Result[]) {
  return traits.filter((trait) => new Set(results.map(trait)).size > 1);
}

/** Results of configurations that are present; of all where none is. */
function presentResults(groups: readonly Group[]): readonly Result[] {
  const present = groups.filter(isPresent);
  return (present.length > 0 ? present : groups).flat();
}

function configurationKey(result: Result): string {
  return JSON.stringify(traits.map((trait) => trait(result)));
}

type Group = readonly [Result, ...Result[]];

function groupByConfiguration(results: readonly Result[]): readonly Group[] {
  const groups = new Map<string, [Result, ...Result[]]>();
  for (const result of results) {
    const key = configurationKey(result);
    const group = groups.get(key);
    if (group) group.push(result);
    else groups.set(key, [result]);
  }
  return [...groups.values()];
}
