/** Result files of one machine that measured different cells, brought together: to a reader they are one machine's results. */
import type { Count, Result, ResultFile } from "@linknet-kit/results";
import { least, sum } from "d3-array";
import { formatEnumeration, formatSize } from "./format.js";

/** Files of one machine no two of which tried the same cell, and all of them as one, of the earliest's date. */
export interface JoinedFiles {
  readonly file: ResultFile;
  /** At least one, in the order given; the results are those of `file`. */
  readonly files: readonly ResultFile[];
}

interface Group {
  readonly system: string;
  readonly files: [ResultFile, ...ResultFile[]];
  readonly cells: Set<string>;
}

/**
 * In the order of their first files. A file that tried a cell again is another run of its machine; where others could belong to either,
 * they join the one that is nearest in time.
 */
export function joinFiles(
  files: readonly ResultFile[],
  configurationOf: (result: Result) => string,
): readonly JoinedFiles[] {
  const groups: Group[] = [];
  for (const file of files) {
    const system = systemKey(file);
    const cells = file.results.filter(isThere).map((result) => `${configurationOf(result)} ${cellOf(result)}`);
    const open = groups.filter(
      (group) =>
        group.system === system &&
        !cells.some((cell) => group.cells.has(cell)) &&
        group.files.every((own) => agree(own, file)),
    );
    const nearest = least(open, ({ files: [first] }) => Math.abs(timeOf(first) - timeOf(file)));
    if (nearest === undefined) groups.push({ system, files: [file], cells: new Set(cells) });
    else {
      nearest.files.push(file);
      for (const cell of cells) nearest.cells.add(cell);
    }
  }
  return groups.map((group) => ({ file: join(group.files, configurationOf), files: group.files }));
}

/**
 * Equal for files of one machine, whatever its software: versions change over time, and what they change is to be seen. Two machines
 * of one kind cannot be told apart.
 */
export function machineKey({ environment }: ResultFile): string {
  const { cpu, memoryMB, architecture, gpus, virtualisation, browser } = environment;
  return JSON.stringify([
    [cpu.model, cpu.logicalCores, cpu.allowedCores, memoryMB, architecture, virtualisation ?? ""],
    gpus.map(({ model }) => model),
    browser?.name.replace(/[\d.]+/g, "") ?? "",
  ]);
}

/** The machine with what all its runtimes run on. */
function systemKey(file: ResultFile): string {
  const { os, kernel, node, browser } = file.environment;
  return JSON.stringify([machineKey(file), os, kernel, node, browser?.name ?? ""]);
}

function timeOf({ createdAt }: ResultFile): number {
  return Date.parse(createdAt);
}

/** A runtime that is not there has rows of some cells only to say so. */
function isThere({ status }: Result): boolean {
  return status !== "unavailable";
}

function cellOf({ network, size }: Pick<Result, "network" | "size">): string {
  return `${network.toLowerCase()} ${formatSize(size)}`;
}

/** Whether both mean the same by their runtimes and networks, and neither is a share of a plan, which is put together by its shards. */
function agree(a: ResultFile, b: ResultFile): boolean {
  if (a.suite.plan !== undefined || b.suite.plan !== undefined) return false;
  const versions = new Map(Object.entries(a.environment.runtimes));
  const costOf = ({ classes, parameters, macs }: Count): string => `${classes} ${parameters} ${macs}`;
  const costs = new Map(a.counts.map((count) => [cellOf(count), costOf(count)]));
  return (
    Object.entries(b.environment.runtimes).every(([name, version]) => (versions.get(name) ?? version) === version) &&
    b.counts.every((count) => (costs.get(cellOf(count)) ?? costOf(count)) === costOf(count))
  );
}

/** One file that says what the files say: busy and with uncommitted changes where one of them is. */
function join(files: readonly [ResultFile, ...ResultFile[]], configurationOf: (result: Result) => string): ResultFile {
  const [only] = files;
  if (files.length === 1) return only;
  const [first] = files.toSorted((a, b) => timeOf(a) - timeOf(b)) as [ResultFile];
  const busiest = least(files, ({ environment }) => -environment.loadAverage[0]) ?? first;
  const dirty = files.find(({ environment }) => environment.gitDirty);
  const results = withoutRepeats(files, configurationOf);
  const missing = sum(files, (file) => Math.max(0, file.suite.cells - file.results.length));
  return {
    ...first,
    gitRevision: (dirty ?? first).gitRevision,
    environment: {
      ...first.environment,
      loadAverage: busiest.environment.loadAverage,
      runtimes: Object.assign({}, ...files.map(({ environment }) => environment.runtimes)),
      ...(dirty === undefined ? {} : { gitDirty: true }),
    },
    suite: {
      ...first.suite,
      name: formatEnumeration([...new Set(files.map(({ suite }) => suite.name))]),
      cells: results.length + missing,
      leftOut: files.flatMap(({ suite }) => suite.leftOut ?? []),
      models: files.flatMap(({ suite }) => suite.models ?? []),
    },
    counts: unique(
      files.flatMap(({ counts }) => counts),
      cellOf,
    ),
    roofs: unique(
      files.flatMap(({ roofs }) => roofs ?? []),
      ({ runtime, device, threads }) => JSON.stringify([runtime, device, threads]),
    ),
    results,
  };
}

/** Every file says of a runtime that it is not there: once is enough. */
function withoutRepeats(files: readonly ResultFile[], configurationOf: (result: Result) => string): Result[] {
  const told = new Set<string>();
  return files.flatMap(({ results }) =>
    results.filter((result) => {
      const key = JSON.stringify([configurationOf(result), result.reason]);
      return isThere(result) || (!told.has(key) && told.add(key));
    }),
  );
}

/** The first of each key. */
function unique<T>(values: readonly T[], keyOf: (value: T) => string): T[] {
  return [...new Map(values.toReversed().map((value) => [keyOf(value), value])).values()].toReversed();
}
