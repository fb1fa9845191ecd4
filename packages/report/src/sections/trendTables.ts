/** The numbers of the trend: a row a line, and a row a point. */
import type { ResultFile } from "@linknet-kit/results";
import type { ReportCell, Column, ReportRow, Table } from "../document.js";
import { formatDate, formatFactor, formatMeasured } from "../format.js";
import type { Change, ChangeWords } from "./trendChange.js";
import type { Moment, TrendSeries } from "./trendSeries.js";

const text = (title: string, group?: string): Column => ({
  title,
  align: "text",
  ...(group === undefined ? {} : { group }),
});
const number = (title: string, group?: string): Column => ({ ...text(title, group), align: "number" });

function identityColumns({ severalMachines, severalConfigurations }: ChangeWords): readonly Column[] {
  return [
    text("Network"),
    text("Size"),
    ...(severalConfigurations ? [text("Measured with")] : []),
    ...(severalMachines ? [text("Machine")] : []),
  ];
}

function identityCells(
  { network, size, machine, configuration }: TrendSeries,
  words: ChangeWords,
): readonly ReportCell[] {
  return [
    network.name,
    size,
    ...(words.severalConfigurations ? [configuration] : []),
    ...(words.severalMachines ? [machine] : []),
  ];
}

export function tabulateChanges(changes: readonly Change[], words: ChangeWords): Table {
  return {
    kind: "table",
    id: "trend-changes",
    caption: "From first to last: the ratio of the medians, and between which ratios their intervals allow it to be",
    columns: [
      ...identityColumns(words),
      number("times"),
      number("ms", "First"),
      text("on", "First"),
      number("ms", "Last"),
      text("on", "Last"),
      number("ratio"),
      number("from–to"),
      text("Change"),
    ],
    rows: changes.map((change, index): ReportRow => {
      const { series, ratio, low, high } = change;
      const [first, last] = [series.moments[0], series.moments.at(-1)!];
      return {
        startsGroup: series.network !== changes[index - 1]?.series.network,
        cells: [
          ...identityCells(series, words),
          `${series.moments.length}`,
          formatMeasured(first.result.latency.medianMs),
          formatDay(first),
          formatMeasured(last.result.latency.medianMs),
          formatDay(last),
          formatFactor(ratio),
          `${formatFactor(low)}–${formatFactor(high)}`,
          changeCell(change),
        ],
      };
    }),
  };
}

function changeCell({ isClear, ratio }: Change): ReportCell {
  if (!isClear) return { text: "no clear change", tone: "muted" };
  return ratio > 1 ? { text: "slower", tone: "warning" } : "faster";
}

function formatDay({ file }: Moment): string {
  return formatDate(file.createdAt).slice(0, 16);
}

export function tabulateMoments(changes: readonly Change[], words: ChangeWords): Table {
  return {
    kind: "table",
    id: "trend-points",
    caption: "Points in time",
    folded: true,
    columns: [
      ...identityColumns(words),
      text("Suite began"),
      text("Revision"),
      number("median, ms"),
      number("95 % interval, ms"),
      text("Status"),
    ],
    rows: changes.flatMap(({ series }) =>
      series.moments.map(({ file, result }, index): ReportRow => {
        const { medianMs, ciLowMs, ciHighMs } = result.latency;
        return {
          startsGroup: index === 0,
          cells: [
            ...identityCells(series, words),
            formatDate(file.createdAt),
            formatRevision(file),
            formatMeasured(medianMs),
            `${formatMeasured(ciLowMs)}–${formatMeasured(ciHighMs)}`,
            { text: result.status, tone: result.status === "noisy" ? "warning" : "plain" },
          ],
        };
      }),
    ),
  };
}

/** Twelve digits, and that there were changes on top of it. */
function formatRevision({ gitRevision, environment }: ResultFile): string {
  return `${gitRevision.slice(0, 12)}${environment.gitDirty ? " + changes" : ""}`;
}
