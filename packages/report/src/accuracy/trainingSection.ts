/** How trainings went: the loss of updates, and what epochs measured. */
import type { TrainingCurves } from "@linknet-kit/results";
import { extent } from "d3-array";
import { linearAxis, logAxis } from "../axes.js";
import { cleanStrings } from "../cleanText.js";
import type { Axis, Chart, Panel, Section, Series, Table } from "../document.js";
import { formatCount, formatMeasured, formatNetwork, formatPercent, formatQuantity } from "../format.js";

/** More points than pixels say no more. */
const MOST_POINTS = 320;

/** What falls by less is drawn on a linear axis. */
const FACTOR = 6;

/** The share of the updates from which on a line ends beside the plot. */
const NEAR_END = 0.9;

interface Named {
  readonly curves: TrainingCurves;
  readonly name: string;
  readonly colour: number;
}

export function buildTraining(given: readonly TrainingCurves[]): Section | undefined {
  const all = given.map((each) => cleanStrings(each) as TrainingCurves).filter(({ updates }) => updates.length > 0);
  if (all.length === 0) return undefined;
  const named = all.map((curves, colour): Named => ({ curves, name: nameOf(curves), colour }));
  const panels = [lossPanel(named), ...metricPanels(named)];
  const chart: Chart = {
    kind: "chart",
    id: "chart-training",
    caption:
      "Training: the loss of updates, averaged over neighbours where they are many, and what each epoch measured.",
    legend: named.map(({ name, colour }) => ({ label: name, colour, mark: "filled" })),
    shape: "full",
    panels,
  };
  return { id: "training", title: "Training", blocks: [chart, trainingTable(named)] };
}

function nameOf({ name, network, width = 1 }: TrainingCurves): string {
  if (network === undefined) return name;
  return `${name} (${formatNetwork(network)}${width === 1 ? "" : ` x${width}`})`;
}

type Point = Series["points"][number];

function lossPanel(named: readonly Named[]): Panel {
  const series = named.map(({ curves, colour }): Series => {
    const points = thinned(curves.updates.map(({ update, loss }) => ({ x: update, y: loss })));
    return { colour, mark: "none", line: "solid", points, ...(named.length > 1 && { label: curves.name }) };
  });
  const values = series.flatMap(({ points }) => points.map(({ y }) => y));
  return panelOf("Loss of an update", lossAxis(values), series);
}

/** One panel each, the metrics of validation first; the loss of an epoch is that of its updates. */
function metricPanels(named: readonly Named[]): readonly Panel[] {
  const names = new Set(named.flatMap(({ curves }) => curves.epochs.flatMap(({ values }) => Object.keys(values))));
  names.delete("loss");
  const wanted = ["meanIou", "pixelAccuracy", "validationLoss"];
  const known = wanted.filter((each) => names.has(each));
  return known.map((metric) => {
    const isShare = metric !== "validationLoss";
    const series = named.map(({ curves, name, colour }): Series => {
      const points = curves.epochs.flatMap(({ update, epoch, values }): Point[] => {
        const value = values[metric];
        if (value === undefined) return [];
        const y = isShare ? 100 * value : value;
        return [{ x: update, y, title: `${name}, epoch ${epoch + 1}: ${formatMeasured(y)}` }];
      });
      return { colour, mark: "filled", line: "solid", points, ...(named.length > 1 && { label: curves.name }) };
    });
    const values = series.flatMap(({ points }) => points.map(({ y }) => y));
    const title = TITLES[metric] ?? metric;
    return panelOf(title, isShare ? linearAxis("%", { min: 0, max: 100 }, 6) : lossAxis(values), series);
  });
}

const TITLES: Readonly<Record<string, string>> = {
  meanIou: "Mean IoU of validation, percent",
  pixelAccuracy: "Pixel accuracy of validation, percent",
  validationLoss: "Loss of validation",
};

/** Logarithmic where one loss would leave no room for the others. */
function lossAxis(values: readonly number[]): Axis {
  const [least = 0, most = 1] = extent(values);
  if (least > 0 && most / least >= FACTOR) return logAxis("loss", values);
  const margin = (most - least || Math.abs(most) || 1) / 20;
  return linearAxis("loss", { min: least - margin, max: most + margin }, 6);
}

function panelOf(title: string, y: Axis, series: readonly Series[]): Panel {
  const last = Math.max(1, ...series.flatMap(({ points }) => points.map(({ x }) => x)));
  const ends = series.flatMap(({ points, label }) => {
    const [first, end] = [points[0], points.at(-1)];
    return first && end
      ? [
          `${label ? `${label} ` : ""}from ${formatMeasured(first.y)} to ${formatMeasured(end.y)} after ${formatQuantity(end.x, "update")}`,
        ]
      : [];
  });
  const description = `${title}: ${ends.join("; ")}.`;
  // A name amid the lines of others would be read with none of them: the legend has it.
  const named = series.map(({ label, ...line }): Series => {
    const isAtEnd = (line.points.at(-1)?.x ?? 0) > NEAR_END * last;
    return { ...line, ...(isAtEnd && label !== undefined && { label }) };
  });
  return { title, description, plot: { x: linearAxis("updates", { min: 0, max: last }, 6), y, series: named } };
}

/** The mean of so many neighbours each. */
function thinned(points: readonly Point[]): readonly Point[] {
  const size = Math.ceil(points.length / MOST_POINTS);
  if (size <= 1) return points;
  return Array.from({ length: Math.ceil(points.length / size) }, (_, index): Point => {
    const group = points.slice(index * size, (index + 1) * size);
    return { x: group.at(-1)!.x, y: group.reduce((sum, { y }) => sum + y, 0) / group.length };
  });
}

function trainingTable(named: readonly Named[]): Table {
  const number = (title: string) => ({ title, align: "number" as const });
  const isDataKnown = named.some(({ curves }) => curves.data !== undefined);
  return {
    kind: "table",
    id: "trainings",
    caption: "Trainings, as far as they went",
    columns: [
      { title: "Run", align: "text" },
      ...(isDataKnown ? [{ title: "Data", align: "text" as const }] : []),
      number("epochs"),
      number("updates"),
      number("loss of the last update"),
      number("best mean IoU of validation, %"),
      number("in epoch"),
    ],
    rows: named.map(({ curves: { updates, epochs, data }, name }) => {
      const scored = epochs.filter(({ values }) => values["meanIou"] !== undefined);
      const best = scored.toSorted((a, b) => b.values["meanIou"]! - a.values["meanIou"]!)[0];
      return {
        cells: [
          name,
          ...(isDataKnown ? [data ?? ""] : []),
          formatCount(epochs.length),
          formatCount(updates.length),
          formatMeasured(updates.at(-1)!.loss),
          formatPercent(best?.values["meanIou"]),
          best === undefined ? "" : formatCount(best.epoch + 1),
        ],
      };
    }),
  };
}
