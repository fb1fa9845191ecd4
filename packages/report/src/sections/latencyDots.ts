/** The tables of times as one drawing: a row a network and size, a dot a way of measuring it, the paper's beside them. */
import { type PublishedDevice, publishedDevices, publishedTime } from "@linknet-kit/models/published";
import { logAxis } from "../axes.js";
import type { Block, Dot, DotRow, LegendEntry } from "../document.js";
import { formatEnumeration, formatMeasured, formatQuantity } from "../format.js";
import type { ReportedNetwork } from "../networks.js";
import { type Configuration, findMeasured, framesPerSecond } from "../runs.js";
import { REAL_TIME_FPS } from "./recommendation.js";

/** As many as a screen has room for. */
const MOST_ROWS = 24;

/** As many as the palette tells apart. */
const MOST_CONFIGURATIONS = 8;

const publishedMarks = { "Titan X": "hollowCircle", TX1: "hollowDiamond" } as const;

interface CellOf {
  readonly network: ReportedNetwork;
  readonly size: string;
}

/** Nothing where no cell has a latency that a logarithm has a place for. */
export function drawLatencies(configurations: readonly Configuration[], cells: readonly CellOf[]): readonly Block[] {
  const measured = configurations.filter((configuration) => countCells(configuration, cells) > 0);
  const drawn = chooseDrawn(measured, cells);
  const rows = cells
    .map((cell) => ({ cell, measured: drawn.flatMap((one, colour) => measuredDot(one, colour, cell)) }))
    .filter((row) => row.measured.length > 0)
    .map(({ cell, measured: dots }, index, all): DotRow => {
      return {
        label: `${cell.network.name} ${cell.size}`,
        startsGroup: index > 0 && cell.size !== all[index - 1]!.cell.size,
        dots: [...publishedDevices.flatMap((device) => publishedDot(device, cell)), ...dots],
      };
    });
  const shown = rows.slice(0, MOST_ROWS);
  const dots = shown.flatMap((row) => row.dots);
  if (dots.length === 0) return [];
  const limitMs = 1000 / REAL_TIME_FPS;
  const values = dots.flatMap(({ x, low, high }) => [low ?? x, high ?? x]);
  return [
    {
      kind: "dots",
      id: "chart-latency",
      caption:
        `The cells that were measured, on a logarithmic axis: left of the dashed line are more than ${REAL_TIME_FPS} frames a second.` +
        explainHidden(rows.length - shown.length, measured.length - drawn.length),
      description: describeRows(shown),
      legend: [...drawn.map(legendEntry), ...publishedEntries(dots)],
      axis: logAxis("ms", [...values, limitMs]),
      reference: { value: limitMs, label: `${REAL_TIME_FPS} fps` },
      rows: shown,
    },
  ];
}

function explainHidden(rows: number, configurations: number): string {
  const left = [
    ...(rows > 0 ? [formatQuantity(rows, "further cell")] : []),
    ...(configurations > 0 ? [formatQuantity(configurations, "further configuration")] : []),
  ];
  return left.length > 0 ? ` Under All results: ${formatEnumeration(left)}.` : "";
}

function countCells(configuration: Configuration, cells: readonly CellOf[]): number {
  return cells.filter(({ network, size }) => findMeasured(configuration, network.key, size)).length;
}

/** Those with the most cells, in the order of the report. */
function chooseDrawn(configurations: readonly Configuration[], cells: readonly CellOf[]): readonly Configuration[] {
  if (configurations.length <= MOST_CONFIGURATIONS) return configurations;
  const amounts = new Map(configurations.map((configuration) => [configuration, countCells(configuration, cells)]));
  const most = configurations.toSorted((a, b) => amounts.get(b)! - amounts.get(a)!).slice(0, MOST_CONFIGURATIONS);
  return configurations.filter((configuration) => most.includes(configuration));
}

function measuredDot(
  configuration: Configuration,
  colour: number,
  { network: { key, name }, size }: CellOf,
): readonly Dot[] {
  const measured = findMeasured(configuration, key, size);
  if (!measured || measured.latency.medianMs <= 0) return [];
  const { medianMs, ciLowMs, ciHighMs } = measured.latency;
  const noisy = measured.status === "noisy" ? ", noisy" : "";
  const title =
    `${name} ${size}, ${configuration.name}: ${formatMeasured(medianMs)} ms ` +
    `(${formatMeasured(ciLowMs)}–${formatMeasured(ciHighMs)}${noisy}), ${formatMeasured(framesPerSecond(measured))} fps`;
  return [{ x: medianMs, low: ciLowMs || medianMs, high: ciHighMs, mark: "filled", colour, title }];
}

function publishedDot(device: PublishedDevice, { network: { key, name }, size }: CellOf): readonly Dot[] {
  const time = publishedTime(key, device, size);
  if (!time) return [];
  return [
    {
      x: time.ms,
      mark: publishedMarks[device],
      title: `${name} ${size}, published for the ${device}: ${time.ms} ms, ${time.fps} fps`,
    },
  ];
}

function legendEntry({ name }: Configuration, colour: number): LegendEntry {
  return { label: name, colour, mark: "filled" };
}

function publishedEntries(dots: readonly Dot[]): readonly LegendEntry[] {
  return publishedDevices
    .filter((device) => dots.some(({ mark }) => mark === publishedMarks[device]))
    .map((device) => ({ label: `published: ${device}`, mark: publishedMarks[device] }));
}

/** Each row with its fastest measured dot. */
function describeRows(rows: readonly DotRow[]): string {
  const parts = rows.flatMap(({ dots }) => {
    const [fastest] = dots.filter(({ colour }) => colour !== undefined).toSorted((a, b) => a.x - b.x);
    return fastest ? [fastest.title] : [];
  });
  return `The fastest of each row: ${formatEnumeration(parts)}.`;
}
