/** Accuracy against what it costs: operations, and latency where result files measured the same network at the same size. */
import { publishedCamvid, publishedCityscapes, publishedCost, publishedTime } from "@linknet-kit/models/published";
import type { AccuracyResult } from "@linknet-kit/results";
import { extent } from "d3-array";
import { linearAxis, logAxis } from "../axes.js";
import {
  type Block,
  type Chart,
  type Panel,
  type ReportRow,
  type Section,
  type Series,
  type Table,
  paragraph,
} from "../document.js";
import {
  formatComputed,
  formatEnumeration,
  formatMeasured,
  formatPercent,
  formatPublished,
  formatSize,
  markNoisy,
} from "../format.js";
import { type Configuration, type MeasuredResult, type Run, isMeasured, networkKey, networkSizeKey } from "../runs.js";
import type { EvaluatedResult, EvaluatedData } from "./evaluated.js";

/** Each has a panel and a column; All results holds every configuration. */
const MOST_CONFIGURATIONS = 8;

export function buildTradeOff(data: readonly EvaluatedData[], runs: readonly Run[]): Section | undefined {
  const blocks = data.flatMap((each, index) => blocksOf(each, runs, index + 1));
  return blocks.length === 0 ? undefined : { id: "trade-off", title: "Accuracy and cost", blocks };
}

function blocksOf(
  { title, dataSet, evaluated }: EvaluatedData,
  runs: readonly Run[],
  number: number,
): readonly Block[] {
  const scored = evaluated.filter(({ result }) => result.scores.meanIou !== undefined && result.cost !== undefined);
  if (scored.length === 0) return [];
  const fitting = runs
    .flatMap((run) => run.configurations)
    .filter((configuration) => configuration.batch === 1 && scored.some((each) => latencyOf(each, configuration)));
  const configurations = fitting.slice(0, MOST_CONFIGURATIONS);
  const others = fitting.slice(MOST_CONFIGURATIONS).map(({ name }) => name);
  const chart: Chart = {
    kind: "chart",
    id: `chart-trade-off-${number}`,
    caption: `Mean IoU measured on ${title} against operations, as counted, and against the latency that result files have of the same network at the same size. Better is up and left.`,
    legend: legendOf(scored),
    shape: "full",
    panels: [
      panelOf(
        "Mean IoU against GFLOPs (useful)",
        "GFLOPs",
        scored.flatMap((each) => {
          const { useful } = each.result.cost!.gflops;
          return pointOf(each, useful, `${formatMeasured(useful)} GFLOPs`);
        }),
      ),
      ...configurations.map((configuration) =>
        panelOf(
          `Mean IoU against latency: ${configuration.name}`,
          "ms",
          scored.flatMap((each) => {
            const measured = latencyOf(each, configuration);
            return measured === undefined ? [] : pointOf(each, measured.latency.medianMs, `${medianOf(measured)} ms`);
          }),
        ),
      ),
    ],
  };
  return [
    chart,
    costTable(scored, configurations, title, number),
    ...(configurations.length === 0
      ? [
          paragraph(
            "No result file has a latency of these networks at these sizes: linknet bench measures them, and linknet report takes both.",
          ),
        ]
      : []),
    ...(others.length > 0 ? [paragraph(`Left out here, and under All results: ${formatEnumeration(others)}.`)] : []),
    publishedTable(dataSet.labels, number),
  ];
}

/** Names of networks by their colours, where marks of one network are told apart by what else differs. */
function legendOf(scored: readonly EvaluatedResult[]): Chart["legend"] {
  const networks = [...new Map(scored.map(({ short, colour }) => [short, colour]))];
  if (networks.length === scored.length) return [];
  return networks.map(([label, colour]) => ({ label, colour, mark: "filled" }));
}

/** Of the very network: at its size, with its operations and parameters, since one name has many widths; and called alike, since bypasses cost nothing. */
function latencyOf({ result }: EvaluatedResult, { run, cells }: Configuration): MeasuredResult | undefined {
  const { cost, dtype } = result;
  if (cost === undefined) return undefined;
  const size = formatSize(cost.size);
  const names = namesOf(result, size);
  const counted = run.file.counts.find(
    (count) =>
      names.has(networkKey(count.network)) &&
      formatSize(count.size) === size &&
      count.macs === cost.macs &&
      count.parameters === cost.parameters,
  );
  const measured = counted && cells.get(networkSizeKey(counted.network, size));
  return measured !== undefined && isMeasured(measured) && measured.dtype === dtype ? measured : undefined;
}

/** What result files may call it: the network, what its graph says, the file, or the network and its size, as exported files are called. */
function namesOf({ network, artifact, cost }: AccuracyResult, size: string): ReadonlySet<string> {
  const names = [network, cost?.network ?? network, artifact.replace(/\.onnx$/i, ""), `${network}-${size}`];
  return new Set(names.map(networkKey));
}

type Place = { readonly each: EvaluatedResult; readonly x: number; readonly title: string };

/** `figure` is `x` for people, with its unit. */
function pointOf(each: EvaluatedResult, x: number, figure: string): readonly Place[] {
  if (!(x > 0)) return [];
  return [{ each, x, title: `${each.name}: ${figure}, ${formatPercent(each.result.scores.meanIou)} % mean IoU` }];
}

/** ~6.84, in milliseconds. */
function medianOf(measured: MeasuredResult): string {
  return markNoisy(measured, formatMeasured(measured.latency.medianMs));
}

function panelOf(title: string, unit: string, places: readonly Place[]): Panel {
  // Several runtimes of one network may say the same.
  const distinct = [
    ...new Map(places.map((place) => [`${place.x} ${place.each.result.scores.meanIou}`, place])).values(),
  ];
  const isTwin = ({ short }: EvaluatedResult): boolean =>
    distinct.filter(({ each }) => each.short === short).length > 1;
  const series = distinct.map(({ each, x, title: words }): Series => {
    const point = { x, y: 100 * each.result.scores.meanIou!, title: words };
    const label = isTwin(each) ? each.name.slice(each.short.length + ", ".length) : each.short;
    return { colour: each.colour, mark: "filled", line: "solid", points: [point], label };
  });
  const x = logAxis(
    unit,
    places.map((place) => place.x),
  );
  const y = linearAxis("mean IoU, %", tensAround(series.flatMap(({ points }) => points.map((point) => point.y))), 6);
  return {
    title,
    description: `${title}: ${distinct.map((place) => place.title).join("; ")}.`,
    plot: { x, y, series },
  };
}

/** From the ten below the least of the percents to the ten above the most. */
function tensAround(percents: readonly number[]): { readonly min: number; readonly max: number } {
  const [least = 0, most = 100] = extent(percents);
  const min = Math.max(0, 10 * Math.floor(least / 10 - 0.1));
  return { min, max: Math.min(100, Math.max(min + 10, 10 * Math.ceil(most / 10 + 0.1))) };
}

function costTable(
  scored: readonly EvaluatedResult[],
  configurations: readonly Configuration[],
  title: string,
  number: number,
): Table {
  const column = (name: string) => ({ title: name, align: "number" as const });
  return {
    kind: "table",
    id: `trade-off-${number}`,
    caption: `Mean IoU, measured on ${title}, and what it costs`,
    columns: [
      { title: "Network", align: "text" },
      { title: "Size", align: "text" },
      column("mean IoU, %"),
      column("GFLOPs (useful), counted"),
      column("parameters, M, counted"),
      ...configurations.map(({ name }) => column(`${name}, ms, measured`)),
    ],
    rows: scored.map((each): ReportRow => {
      const { cost, scores } = each.result;
      const latencies = configurations.map((configuration) => latencyOf(each, configuration));
      return {
        cells: [
          each.name,
          formatSize(cost!.size),
          formatPercent(scores.meanIou),
          formatComputed(cost!.gflops.useful),
          formatComputed(cost!.parameters / 1e6),
          ...latencies.map((measured) => (measured === undefined ? "" : medianOf(measured))),
        ],
      };
    }),
  };
}

/** In a table of its own: other images, other sizes, and doubtful columns. */
function publishedTable(labels: EvaluatedData["dataSet"]["labels"], number: number): Table {
  const rows = labels === "camvid" ? publishedCamvid : publishedCityscapes;
  const column = (title: string) => ({ title, align: "number" as const });
  return {
    kind: "table",
    id: `published-trade-off-${number}`,
    caption: `Published, for comparison alone: Table ${labels === "camvid" ? "V" : "IV"}'s "IoU" and "iIoU", Table III's operations and Table II's time at 640x360`,
    columns: [
      { title: "Network", align: "text" },
      column('"IoU", %'),
      column('"iIoU", %'),
      column("GFLOPs at 640x360"),
      column("Titan X, ms at 640x360"),
    ],
    rows: rows.map(({ network, title, iou, iiou }) => {
      const cost = publishedCost(network);
      const time = publishedTime(network, "Titan X", "640x360");
      const figure = (value: number | undefined): string => (value === undefined ? "–" : formatPublished(value));
      return { cells: [title, figure(iou), figure(iiou), figure(cost?.gflops), time ? String(time.ms) : "–"] };
    }),
  };
}
