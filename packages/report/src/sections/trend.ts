/** How the latency of one machine moves from one result file to the next: a chart a cell, and every point in a table. */
import { extent } from "d3-array";
import { linearAxis, timeAxis } from "../axes.js";
import { type Block, type Chart, list, type Panel, paragraph, type Section, type Text } from "../document.js";
import { formatDate, formatEnumeration, formatMeasured, formatQuantity } from "../format.js";
import type { Run } from "../runs.js";
import { MOST_PANELS } from "./drawingLimits.js";
import { type Change, type ChangeWords, describeTrend, describeRatio, titleOf, wordsOf } from "./trendChange.js";
import { type Moment, listTrendSeries } from "./trendSeries.js";
import { tabulateChanges, tabulateMoments } from "./trendTables.js";

/** An axis never zooms in past this share of the latest median, so that a steady cell looks steady. */
const NARROWEST_VIEW = 0.1;

/** Lines in the tables; who looks through more reads them as data. */
const MOST_LINES = 200;

/** Changes that are named in words. */
const MOST_NAMED = 5;

/** `undefined` unless something was measured at two times on one machine. */
export function buildTrend(runs: readonly Run[]): Section | undefined {
  const changes = listTrendSeries(runs).map(describeTrend);
  if (changes.length === 0) return undefined;
  const listed = chooseMost(changes, MOST_LINES);
  const drawn = chooseMost(changes, MOST_PANELS);
  const words = wordsOf(changes);
  const blocks: Block[] = [
    paragraph(HOW_TO_READ),
    list(summarise(changes)),
    drawChart(drawn, words),
    ...explainHidden(changes.length, drawn.length, listed.length),
    tabulateChanges(listed, words),
    tabulateMoments(listed, words),
  ];
  return { id: "trend", title: "Over time", blocks };
}

const HOW_TO_READ =
  "Each result file is a point, at the time its suite began; a line is one machine, as far as processor, cores, memory and GPU tell. " +
  "Files of different times are no interleaved comparison: what else a machine does, and how warm it is, moves between them by more " +
  "than an interval from within one run tells. A change counts as clear where the 95 % intervals of the first and the last median do " +
  "not overlap; whether the code caused it, only both revisions measured in turn can show (linknet bench --against).";

/** All where there is room; else those that changed clearly and most, in the order they came. */
function chooseMost(changes: readonly Change[], amount: number): readonly Change[] {
  const size = ({ ratio }: Change): number => Math.abs(Math.log(ratio));
  const sorted = changes.toSorted((a, b) => Number(b.isClear) - Number(a.isClear) || size(b) - size(a));
  const most = new Set(sorted.slice(0, amount));
  return changes.filter((change) => most.has(change));
}

function explainHidden(all: number, drawn: number, listed: number): readonly Block[] {
  if (drawn === all) return [];
  const tables = listed === all ? "the tables have all" : `the tables have the ${listed} that did, the CSV all`;
  return [paragraph(`Drawn are the ${drawn} of ${formatQuantity(all, "line")} that changed most; ${tables}.`)];
}

function summarise(changes: readonly Change[]): readonly Text[] {
  const clear = changes.filter(({ isClear }) => isClear);
  const directions = [
    { title: "Slower", own: clear.filter(({ ratio }) => ratio > 1).toSorted((a, b) => b.ratio - a.ratio) },
    { title: "Faster", own: clear.filter(({ ratio }) => ratio < 1).toSorted((a, b) => a.ratio - b.ratio) },
  ];
  const words = wordsOf(changes);
  const named = directions.flatMap(({ title, own }): Text[] => {
    if (own.length === 0) return [];
    const items = own
      .slice(0, MOST_NAMED)
      .map((change) => `${titleOf(change.series, words)} (${describeRatio(change)})`);
    const more = own.length > items.length ? [`${own.length - items.length} more`] : [];
    return [[{ strong: `${title}, clearly:` }, ` ${formatEnumeration([...items, ...more])}.`]];
  });
  const unclear = changes.length - clear.length;
  if (unclear === 0) return named;
  return [...named, [{ strong: "No clear change:" }, ` ${unclear} of ${formatQuantity(changes.length, "line")}.`]];
}

function drawChart(changes: readonly Change[], words: ChangeWords): Chart {
  const networks = [...new Set(changes.map(({ series }) => series.network))];
  const times = changes.flatMap(({ series }) => series.moments.map(({ time }) => time));
  return {
    kind: "chart",
    id: "chart-trend",
    caption:
      "Median over time, with its 95 % interval. Axes of time are the same, axes of latency begin where the cell needs them to; the table Points in time holds the numbers.",
    shape: "full",
    legend: networks.length > 1 ? networks.map(({ name, colour }) => ({ label: name, colour, mark: "filled" })) : [],
    panels: changes.map((change) => drawPanel(change, times, words)),
  };
}

function drawPanel(change: Change, times: readonly number[], words: ChangeWords): Panel {
  const { network, moments } = change.series;
  const points = moments.map((moment) => {
    const { medianMs, ciLowMs, ciHighMs } = moment.result.latency;
    return { x: moment.time, y: medianMs, low: ciLowMs, high: ciHighMs, title: describeMoment(moment) };
  });
  const latest = points.at(-1)!.y;
  const [lowest = latest] = extent(points, ({ low }) => low);
  const [, highest = latest] = extent(points, ({ high }) => high);
  const y = {
    min: Math.max(0, Math.min(0.99 * lowest, latest * (1 - NARROWEST_VIEW))),
    max: Math.max(1.01 * highest, latest * (1 + NARROWEST_VIEW)),
  };
  return {
    title: titleOf(change.series, words),
    description:
      `${titleOf(change.series, words)}: medians at ${formatQuantity(moments.length, "time")}, from ${describeMoment(moments[0])} to ${describeMoment(moments.at(-1)!)}: ` +
      `${change.isClear ? describeRatio(change) : `no clear change (${describeRatio(change)})`}.`,
    plot: {
      x: timeAxis(times),
      y: linearAxis("ms", y, 4),
      series: [{ colour: network.colour, mark: "filled", line: "solid", points }],
    },
  };
}

function describeMoment({ file, result }: Moment): string {
  return `${formatMeasured(result.latency.medianMs)} ms on ${formatDate(file.createdAt)}`;
}
