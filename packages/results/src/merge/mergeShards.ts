/** Puts the results of one plan together again, as far as they are of one kind of machine. */
import { isDeepStrictEqual } from "node:util";
import { group, sum } from "d3-array";
import { cellKey, cellOf } from "../schema/cell.js";
import type { Count, Result, ResultFile, Status } from "../schema/schema.js";
import { isSameEnvironment } from "./sameEnvironment.js";

/** From the one that says most to the one that says least; where a cell was measured twice, the first of these counts. */
const WORTH: readonly Status[] = [
  "valid",
  "noisy",
  "throttled",
  "incorrect",
  "fallback",
  "timeout",
  "failed",
  "unavailable",
];

/**
 * The files with those of one plan, one machine's kind and one revision made into one each; every cell counts once, however often a
 * shard was retried. A file that is there twice counts once. All other files stay as they are, in their order.
 */
export function mergeShards(files: readonly ResultFile[]): readonly ResultFile[] {
  const groups: [ResultFile, ...ResultFile[]][] = [];
  for (const file of files) {
    const own = groups.find(([first]) => belongsWith(first, file));
    if (own === undefined) groups.push([file]);
    else own.push(file);
  }
  return groups.map(merge);
}

/** What keeps two files from being shards of one measurement, in words; empty where nothing does. */
export function differences(a: ResultFile, b: ResultFile): readonly string[] {
  const planOf = ({ suite }: ResultFile): string | undefined => suite.plan && `${suite.plan.id}/${suite.plan.of}`;
  return [
    ...(planOf(a) === undefined || planOf(a) !== planOf(b) ? ["the plan"] : []),
    ...(a.gitRevision === b.gitRevision ? [] : ["the revision"]),
    ...(isSameEnvironment(a.environment, b.environment) ? [] : ["the machine or its software"]),
    ...otherNetworks(a, b).map((network) => `the network "${network}"`),
  ];
}

/** Networks that both files counted at a size, and whose graphs are not the same. */
function otherNetworks(a: ResultFile, b: ResultFile): readonly string[] {
  const keyOf = ({ network, size, classes }: Count): string => JSON.stringify([network, size, classes]);
  const known = new Map(a.counts.map((each) => [keyOf(each), each.fingerprint]));
  const others = b.counts.filter((each) => (known.get(keyOf(each)) ?? each.fingerprint) !== each.fingerprint);
  return [...new Set(others.map(({ network }) => network))];
}

function belongsWith(a: ResultFile, b: ResultFile): boolean {
  return differences(a, b).length === 0 || isDeepStrictEqual(a, b);
}

function merge(files: readonly [ResultFile, ...ResultFile[]]): ResultFile {
  const [first] = files.toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1)) as [ResultFile];
  const { plan } = first.suite;
  if (files.length === 1 || plan === undefined) return first;
  const shards = [...new Set(files.flatMap(({ suite }) => suite.plan!.shards))].toSorted((a, b) => a - b);
  const results = best(files.flatMap((file) => file.results));
  const leftOut = unique(files.flatMap(({ suite }) => suite.leftOut ?? []));
  const roofs = unique(
    files.flatMap((file) => file.roofs ?? []),
    ({ runtime, threads }) => `${threads} ${runtime}`,
  );
  return {
    ...first,
    suite: {
      ...first.suite,
      cells: Math.max(results.length, countCells(files)),
      ...(leftOut.length === 0 ? {} : { leftOut }),
      plan: { ...plan, shards },
    },
    counts: unique(
      files.flatMap(({ counts }) => counts),
      ({ network, size, classes }) => JSON.stringify([network, size, classes]),
    ),
    ...(roofs.length === 0 ? {} : { roofs }),
    results,
  };
}

/** Those of every shard once: a merged file has several, and a single one of them may be there too. */
function countCells(files: readonly ResultFile[]): number {
  const shardsOf = ({ suite }: ResultFile): readonly number[] => suite.plan!.shards;
  const counted = new Set<number>();
  return sum(
    files.toSorted((a, b) => shardsOf(b).length - shardsOf(a).length || b.suite.cells - a.suite.cells),
    (file) => {
      if (shardsOf(file).some((shard) => counted.has(shard))) return 0;
      for (const shard of shardsOf(file)) counted.add(shard);
      return file.suite.cells;
    },
  );
}

/** Of results of one cell, the first of those that say most. */
function best(results: readonly Result[]): Result[] {
  return [...group(results, (result) => cellKey(cellOf(result))).values()].map((own) =>
    own.reduce((kept, each) => (WORTH.indexOf(each.status) < WORTH.indexOf(kept.status) ? each : kept)),
  );
}

function unique<T>(values: readonly T[], keyOf: (value: T) => string = JSON.stringify): T[] {
  return [...new Map(values.toReversed().map((value) => [keyOf(value), value])).values()].toReversed();
}
