/** The series of a plot: intervals behind, then lines, then marks, then what is written beside their last points. */
import type { Element } from "hast";
import { s } from "hastscript";
import type { Plot, Series } from "../document.js";
import { drawMark } from "./drawMark.js";
import { type Area, type Frame, placeOn, round, shorten } from "./frame.js";
import { colour, seriesColour } from "./palette.js";
import { thinOut } from "./thinOut.js";

const MARK_RADIUS = 4;

/** Longer labels would push the drawing aside; the legend has them in full. */
export const LONGEST_LABEL = 16;

type Place = readonly [x: number, y: number];

interface Placed {
  readonly series: Series;
  readonly stroke: string;
  readonly places: readonly Place[];
  readonly intervals: readonly (readonly [Place, Place])[];
}

export function drawSeries({ x, y, series }: Plot, area: Area, frame: Frame): readonly Element[] {
  const across = placeOn(x, area.left, area.right);
  const up = placeOn(y, area.bottom, area.top);
  const placed = series.map((one): Placed => {
    const intervals = one.points.flatMap(({ x: at, low, high }): (readonly [Place, Place])[] =>
      low === undefined || high === undefined
        ? []
        : [
            [
              [across(at), up(low)],
              [across(at), up(high)],
            ],
          ],
    );
    const places = one.points.map((point): Place => [across(point.x), up(point.y)]);
    return { series: one, stroke: seriesColour(one.colour), places, intervals };
  });
  return [
    ...placed.flatMap(drawIntervals),
    ...placed.flatMap(drawLine),
    ...placed.flatMap(drawMarks),
    ...drawEndLabels(placed, frame),
  ];
}

function drawIntervals({ intervals, stroke }: Placed): readonly Element[] {
  return intervals.map(([from, to]) =>
    s("path", { d: path([from, to]), fill: "none", stroke, strokeWidth: 5, strokeOpacity: 0.35 }),
  );
}

function drawLine({ series: { line, mark }, places, stroke }: Placed): readonly Element[] {
  if (places.length < 2) return [];
  const d = path(thinOut(places));
  if (line === "reference") {
    return [s("path", { d, fill: "none", stroke: colour("muted"), strokeDasharray: "4 3" })];
  }
  if (line === "dotted") return [s("path", { d, fill: "none", stroke, strokeDasharray: "1 3" })];
  return [s("path", { d, fill: "none", stroke, strokeWidth: mark === "none" ? 1.2 : 1.6 })];
}

function drawMarks({ series: { mark, points }, places, stroke }: Placed): readonly Element[] {
  if (mark === "none") return [];
  return places.map((place, index) => drawMark(mark, place, MARK_RADIUS, stroke, points[index]!.title));
}

/** Beside the last points, moved down where one would stand on another. */
function drawEndLabels(placed: readonly Placed[], { fontSize }: Frame): readonly Element[] {
  const labels = placed.flatMap(({ series: { label }, stroke, places }) => {
    const last = places.at(-1);
    return label === undefined || !last ? [] : [{ label: shorten(label, LONGEST_LABEL), stroke, last }];
  });
  let free = Number.NEGATIVE_INFINITY;
  return labels
    .toSorted((a, b) => a.last[1] - b.last[1])
    .map(({ label, stroke, last: [x, y] }) => {
      const place = Math.max(y + 0.35 * fontSize, free);
      free = place + 1.15 * fontSize;
      return s("text", { x: round(x + 8), y: round(place), fontSize, fill: stroke }, label);
    });
}

function path(places: readonly Place[]): string {
  return `M${places.map(([x, y]) => `${round(x)} ${round(y)}`).join("L")}`;
}
