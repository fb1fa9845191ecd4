/** What has no latency, and why: runtimes that are not there, runs that went wrong, cells that were left out. */
import type { Result } from "@linknet-kit/results";
import type { Block, ReportRow, Section } from "../document.js";
import { formatEnumeration, formatNetwork, formatQuantity, formatSize } from "../format.js";
import { isMeasured, type Run } from "../runs.js";
import { type FieldEntry, tabulate, unmeasuredFields } from "./resultFields.js";

/** The section; `undefined` where every cell has a latency. */
export function buildNotMeasured(runs: readonly Run[]): Section | undefined {
  const configurations = runs.flatMap((run) => run.configurations);
  const entries = configurations.flatMap((configuration) =>
    configuration.results
      .filter((result) => !isMeasured(result))
      .map((result): FieldEntry<Result> => ({ configuration, result })),
  );
  const absent = entries.filter(({ result }) => result.status === "unavailable");
  const wrong = entries.filter(({ result }) => result.status !== "unavailable");
  const leftOut = runs.flatMap(leftOutRows);
  const blocks: Block[] = [];
  if (wrong.length > 0) {
    const references = [...new Set(wrong.flatMap(({ result }) => result.outputCheck?.reference ?? []))];
    blocks.push(tabulate("without-latency", "Without a latency", unmeasuredFields(references), wrong));
  }
  if (absent.length > 0) blocks.push(absentTable(absent, runs.length > 1));
  if (leftOut.length > 0) blocks.push(leftOutTable(leftOut, runs.length > 1));
  if (blocks.length === 0) return undefined;
  const parts = [
    ...(absent.length > 0 ? [`${formatQuantity(absent.length, "runtime")} not there`] : []),
    ...(wrong.length > 0 ? [`${formatQuantity(wrong.length, "run")} without a latency`] : []),
    ...(leftOut.length > 0 ? ["slow cells left out of the suite"] : []),
  ];
  return { id: "not-measured", title: "Not measured", summary: formatEnumeration(parts), blocks };
}

function absentTable(entries: readonly FieldEntry<Result>[], severalRuns: boolean): Block {
  const machine = { title: "Machine", align: "text" as const };
  return {
    kind: "table",
    id: "unavailable",
    caption: "Runtimes that are not on the machine",
    columns: [
      { title: "Runtime", align: "text" },
      ...(severalRuns ? [machine] : []),
      { title: "Why, and how to add it", align: "prose" },
    ],
    rows: entries.map(({ configuration, result }): ReportRow => {
      const reason = result.reason ?? "The file gives no reason.";
      return { cells: [result.runtime, ...(severalRuns ? [configuration.run.label] : []), reason] };
    }),
  };
}

/** Runtimes that are not there have their reason already. */
function leftOutRows({ label, file: { suite, results } }: Run): readonly ReportRow[] {
  const absent = new Set(results.filter(({ status }) => status === "unavailable").map(({ runtime }) => runtime));
  return (suite.leftOut ?? [])
    .filter(({ runtime }) => !absent.has(runtime))
    .map(({ runtime, cells, reason }) => {
      const names = cells.map(({ network, size }) => `${formatNetwork(network)} ${formatSize(size)}`);
      return {
        cells: [
          runtime,
          ...(label ? [label] : []),
          formatQuantity(cells.length, "cell"),
          formatEnumeration(names),
          reason,
        ],
      };
    });
}

function leftOutTable(rows: readonly ReportRow[], severalRuns: boolean): Block {
  return {
    kind: "table",
    id: "left-out",
    caption: "Left out on purpose",
    columns: [
      { title: "Runtime", align: "text" },
      ...(severalRuns ? [{ title: "Machine", align: "text" as const }] : []),
      { title: "cells", align: "number" },
      { title: "Which", align: "prose" },
      { title: "Why", align: "prose" },
    ],
    rows,
  };
}
