/** Result files arranged for reporting: labelled runs, the configurations they measured, and the results that count as measured. */
import type { Count, Latency, Result, ResultFile } from "@linknet-kit/bench/result";
import { cleanFile } from "./cleanText.js";
import { formatEnumeration, formatQuantity, formatSize } from "./format.js";

/** One result file. `label` tells it from the others (`A`, `B`, ...) and `machine` says what it ran on. */
export interface Run {
  readonly label: string;
  readonly machine: string;
  readonly file: ResultFile;
  readonly configurations: readonly Configuration[];
  /** Computed costs by `cellKey`. */
  readonly counts: ReadonlyMap<string, Count>;
}

/** Everything that two results must share for their latencies to be compared across networks. */
export interface Configuration {
  readonly run: Run;
  /** As short as tells it from the report's other configurations. */
  readonly name: string;
  /** The same without the run's label; empty where the report has only one. */
  readonly variant: string;
  readonly batch: number;
  readonly results: readonly [Result, ...Result[]];
  /** By `cellKey`; where a cell was tried twice, the measured result. */
  readonly cells: ReadonlyMap<string, Result>;
}

/** A result whose latency may be shown. */
export type Measured = Result & { readonly latency: Latency };

/** Only `valid` and `noisy` results are measurements; a latency under any other status is not shown. */
export function isMeasured(result: Result): result is Measured {
  return result.latency !== undefined && (result.status === "valid" || result.status === "noisy");
}

/** Whether anything ran so, well or not: a runtime that is not there has rows with a reason and nothing else. */
export function isPresent(results: readonly Result[]): boolean {
  return results.some(({ status }) => status !== "unavailable");
}

/** Images a second in the steady state. */
export function framesPerSecond({ throughputFps, batch, latency }: Measured): number {
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

function describeThreads({ threads, requestedThreads }: Result): string {
  const ran = threads === 0 ? "default threads" : formatQuantity(threads, "thread");
  return requestedThreads === undefined ? ran : `${ran} (${requestedThreads} asked for)`;
}

/** Arranges the files in the order given; strings are cleaned here, once for the whole report. */
export function arrangeRuns(files: readonly ResultFile[]): readonly Run[] {
  const clean = files.map(cleanFile);
  const grouped = clean.map((file) => groupByConfiguration(file.results));
  const varying = varyingTraits(grouped.flatMap(presentResults));
  return clean.map((file, index) => {
    const label = clean.length > 1 ? letters(index) : "";
    const machine = [label, describeMachine(file)].filter(Boolean).join(": ");
    const configurations: Configuration[] = [];
    const counts = new Map(file.counts.map((count) => [cellKey(count.network, formatSize(count.size)), count]));
    const run: Run = { label, machine, file, configurations, counts };
    for (const results of grouped[index]!) {
      const [first] = results;
      const variant = (isPresent(results) ? varying.map((trait) => trait(first)) : []).join(", ");
      const name = [label, variant].filter(Boolean).join(": ") || traits[0](first);
      configurations.push({ run, name, variant, batch: first.batch, results, cells: indexCells(results) });
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
export function findMeasured(configuration: Configuration, network: string, size: string): Measured | undefined {
  const result = configuration.cells.get(cellKey(network, size));
  return result && isMeasured(result) ? result : undefined;
}

/** One network at one size, whatever the case its name is written in. */
export function cellKey(network: string, size: string): string {
  return `${size} ${networkKey(network)}`;
}

/** The name under which figures of a network are brought together. */
export function networkKey(network: string): string {
  return network.toLowerCase();
}

function indexCells(results: readonly Result[]): ReadonlyMap<string, Result> {
  const cells = new Map<string, Result>();
  for (const result of results) {
    const key = cellKey(result.network, formatSize(result.size));
    const known = cells.get(key);
    if (!known || !isMeasured(known)) cells.set(key, result);
  }
  return cells;
}

/** `Intel Xeon @ 2.20GHz`: the processor's name without its trademarks, and the first GPU's where there is one. */
export function describeMachine({ environment: { cpu, gpus } }: ResultFile): string {
  const processor = cpu.model.replace(/\((R|TM|C)\)/gi, "").replace(/\b(CPU|Processor)\b/g, "");
  return [processor.replace(/ +/g, " ").trim() || "unknown processor", gpus[0]?.model].filter(Boolean).join(" + ");
}

function varyingTraits(results: readonly Result[]) {
  return traits.filter((trait) => new Set(results.map(trait)).size > 1);
}

/** Results of configurations that are present; of all where none is. */
function presentResults(groups: readonly Group[]): readonly Result[] {
  const present = groups.filter(isPresent);
  return (present.length > 0 ? present : groups).flat();
}

type Group = readonly [Result, ...Result[]];

function groupByConfiguration(results: readonly Result[]): readonly Group[] {
  const groups = new Map<string, [Result, ...Result[]]>();
  for (const result of results) {
    const key = JSON.stringify(traits.map((trait) => trait(result)));
    const group = groups.get(key);
    if (group) group.push(result);
    else groups.set(key, [result]);
  }
  return [...groups.values()];
}

/** A, B, ... Z, AA, AB, ... */
function letters(index: number): string {
  const rest = Math.floor(index / 26);
  return (rest > 0 ? letters(rest - 1) : "") + String.fromCodePoint(65 + (index % 26));
}
