/** What a runtime costs before and beside its steady state: loading, the first run, memory. */
import { extent, median } from "d3-array";
import { paragraph, type ReportRow, type Section } from "../document.js";
import { formatCount, formatMeasured, formatRatio } from "../format.js";
import { type Configuration, isMeasured, type Run } from "../runs.js";
import { geometricMean } from "../statistics.js";

/** The section; `undefined` where nothing was measured. */
export function buildColdStart(runs: readonly Run[]): Section | undefined {
  const rows = runs.flatMap((run) => run.configurations).flatMap(describeConfiguration);
  if (rows.length === 0) return undefined;
  return {
    id: "cold-start",
    title: "Cold start",
    summary: "loading, first run and memory",
    blocks: [
      paragraph(
        "Over the measured cells of each: loading the runtime itself (median), making an artifact ready to run, the first run over " +
          "the steady median (geometric mean), and the peak resident memory of the processes that ran it, in MB of 2²⁰ bytes. " +
          "Ranges are from the least cell to the most; All results has each.",
      ),
      {
        kind: "table",
        id: "cold-start-table",
        caption: "Load, first run and memory",
        columns: [
          { title: "Measured with", align: "text" },
          { title: "cells", align: "number" },
          { title: "runtime, ms", align: "number", group: "Load" },
          { title: "artifact, ms", align: "number", group: "Load" },
          { title: "first run, ratio to steady", align: "number" },
          { title: "peak memory, MB", align: "number" },
        ],
        rows,
      },
    ],
  };
}

function describeConfiguration({ name, results }: Configuration): readonly ReportRow[] {
  const measured = results.filter(isMeasured);
  if (measured.length === 0) return [];
  const ratios = measured.flatMap(({ firstRunMs, latency }) =>
    firstRunMs && latency.medianMs > 0 ? [firstRunMs / latency.medianMs] : [],
  );
  const ratio = geometricMean(ratios);
  const runtimeMs = median(measured, ({ load }) => load?.runtimeMs);
  return [
    {
      cells: [
        name,
        formatCount(measured.length),
        runtimeMs === undefined ? "" : formatMeasured(runtimeMs),
        formatRange(measured.map(({ load }) => load?.sessionMs)),
        ratio === undefined ? "" : formatRatio(ratio),
        formatRange(measured.map(({ peakRssMB }) => peakRssMB)),
      ],
    },
  ];
}

/** `38–365`, or one number where all are printed the same. */
function formatRange(values: readonly (number | undefined)[]): string {
  const [least, most] = extent(values, (value) => value);
  if (least === undefined || most === undefined) return "";
  const [from, to] = [formatMeasured(least), formatMeasured(most)];
  return from === to ? from : `${from}–${to}`;
}
