/** Curves of a run as SVG: the loss of each update, and below it whatever the epochs measured, one plot each. */
import type { EpochMetrics, Metrics, UpdateMetrics } from "./metrics.js";

const WIDTH = 720;
const PLOT = { left: 64, right: 16, top: 28, height: 160, bottom: 28 };
const ROW = PLOT.top + PLOT.height + PLOT.bottom;
/** More points than pixels say no more. */
const MOST_POINTS = 640;

/** Of what epochs measure here; names of the caller's own stand as they are. Shares are drawn in percent. */
const EPOCH_CURVES: ReadonlyMap<string, { readonly title: string; readonly isShare?: boolean }> = new Map([
  ["loss", { title: "loss, mean of an epoch" }],
  ["validationLoss", { title: "loss of the validation split" }],
  ["pixelAccuracy", { title: "pixel accuracy of the validation split, %", isShare: true }],
  ["meanIou", { title: "mean IoU of the validation split, %", isShare: true }],
]);

type Point = readonly [update: number, value: number];

interface Curve {
  readonly title: string;
  readonly points: readonly Point[];
  readonly marks: boolean;
}

export function drawCurves(metrics: readonly Metrics[]): string {
  const curves = curvesOf(metrics);
  const last = Math.max(1, ...metrics.slice(-1).map(({ update }) => update));
  const height = Math.max(1, curves.length) * ROW;
  const head = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="sans-serif" font-size="12">`;
  const plots = curves.map((curve, index) => drawCurve(curve, last, index * ROW));
  return `${[head, `<rect width="100%" height="100%" fill="#ffffff"/>`, ...plots, "</svg>"].join("\n")}\n`;
}

function curvesOf(metrics: readonly Metrics[]): readonly Curve[] {
  const updates = metrics.filter((each): each is UpdateMetrics => each.kind === "update");
  const epochs = metrics.filter((each): each is EpochMetrics => each.kind === "epoch");
  const names = [...new Set(epochs.flatMap(({ values }) => Object.keys(values)))];
  const ofUpdates = (title: string, value: (each: UpdateMetrics) => number, those = updates): Curve => ({
    title,
    points: thinned(those.map((each): Point => [each.update, value(each)])),
    marks: false,
  });
  const ofEpochs = names.map((name): Curve => {
    const { title, isShare = false } = EPOCH_CURVES.get(name) ?? { title: `${name} of an epoch` };
    const points = epochs.flatMap(({ update, values }): Point[] => {
      const value = values[name];
      return value === undefined ? [] : [[update, isShare ? 100 * value : value]];
    });
    return { title, points, marks: true };
  });
  const losses = ofUpdates(
    "loss of an update",
    ({ loss }) => loss,
    updates.filter(({ batches }) => batches > 0),
  );
  const all = [losses, ...ofEpochs, ofUpdates("learning rate", ({ rate }) => rate)];
  return all.filter(({ points }) => points.length > 0);
}

/** The mean of so many neighbours each. */
function thinned(points: readonly Point[]): readonly Point[] {
  const size = Math.ceil(points.length / MOST_POINTS);
  if (size <= 1) return points;
  return Array.from({ length: Math.ceil(points.length / size) }, (_, index): Point => {
    const group = points.slice(index * size, (index + 1) * size);
    return [group.at(-1)![0], group.reduce((sum, [, value]) => sum + value, 0) / group.length];
  });
}

function drawCurve({ title, points, marks }: Curve, last: number, top: number): string {
  const values = points.map(([, value]) => value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const isConstant = most === least;
  const span = most - least || 1;
  const [left, right, upper, lower] = [PLOT.left, WIDTH - PLOT.right, top + PLOT.top, top + PLOT.top + PLOT.height];
  const x = (update: number): string => (left + (update / last) * (right - left)).toFixed(1);
  const middle = (upper + lower) / 2;
  const y = (value: number): string =>
    (isConstant ? middle : lower - ((value - least) / span) * PLOT.height).toFixed(1);
  const line = points.map(([update, value]) => `${x(update)},${y(value)}`).join(" ");
  const label = (text: string, at: number, down: number, anchor: string): string =>
    `<text x="${at}" y="${down}" text-anchor="${anchor}" fill="#57606a">${escaped(text)}</text>`;
  return [
    `<g>`,
    `<text x="${left}" y="${top + 18}" font-weight="bold">${escaped(title)}</text>`,
    `<path d="M${left} ${upper}V${lower}H${right}" fill="none" stroke="#d0d7de"/>`,
    ...(isConstant
      ? [label(short(most), left - 6, middle + 4, "end")]
      : [label(short(most), left - 6, upper + 4, "end"), label(short(least), left - 6, lower + 4, "end")]),
    label(`${last} updates`, right, lower + 18, "end"),
    `<polyline points="${line}" fill="none" stroke="#0969da" stroke-width="1.5"/>`,
    ...(marks
      ? points.map(([update, value]) => `<circle cx="${x(update)}" cy="${y(value)}" r="2.5" fill="#0969da"/>`)
      : []),
    `</g>`,
  ].join("\n");
}

/** Of at most nine characters, for which there is room. */
function short(value: number): string {
  const size = Math.abs(value);
  const isPlain = value === 0 || (size >= 1e-3 && size < 1e6);
  return isPlain ? String(Number(value.toPrecision(4))) : value.toExponential(2).replace("e+", "e");
}

/** Names of metrics are the caller's; whatever XML takes for its own, or for no character, is none of theirs. */
function escaped(text: string): string {
  return text
    .replaceAll(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, "?")
    .replaceAll(/[&<>"]/g, (each) => `&#${each.codePointAt(0)};`);
}
