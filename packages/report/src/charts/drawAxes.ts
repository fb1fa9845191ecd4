/** The axes of a plot: lines at the ticks, and their labels where these have room. */
import type { Element } from "hast";
import { s } from "hastscript";
import type { Axis } from "../document.js";
import { type Area, type Frame, placeOn, round, textWidth } from "./frame.js";
import { colour } from "./palette.js";

/** Between labels that stand side by side. */
const LABEL_GAP = 8;

/** The horizontal axis below the area, its title in the middle. */
export function drawHorizontalAxis(axis: Axis, area: Area, { fontSize }: Frame): readonly Element[] {
  const place = placeOn(axis, area.left, area.right);
  const middle = (area.left + area.right) / 2;
  const labelled = withRoom(axis, (label, value) => {
    const half = textWidth(label, fontSize) / 2 + LABEL_GAP / 2;
    return [place(value) - half, place(value) + half];
  });
  return [
    ...axis.ticks.map(({ value }) => drawLine([place(value), area.top], [place(value), area.bottom], "grid")),
    drawLine([area.left, area.bottom], [area.right, area.bottom], "line"),
    ...labelled.map(({ value, label }) =>
      drawLabel(label, place(value), area.bottom + 1.4 * fontSize, fontSize, "middle"),
    ),
    ...(axis.title ? [drawLabel(axis.title, middle, area.bottom + 3 * fontSize, fontSize, "middle")] : []),
  ];
}

/** The vertical axis left of the area, its title above it. */
export function drawVerticalAxis(axis: Axis, area: Area, { fontSize }: Frame): readonly Element[] {
  const place = placeOn(axis, area.bottom, area.top);
  const labelled = withRoom(axis, (_, value) => [-place(value) - 0.6 * fontSize, -place(value) + 0.6 * fontSize]);
  return [
    ...axis.ticks.map(({ value }) => drawLine([area.left, place(value)], [area.right, place(value)], "grid")),
    ...labelled.map(({ value, label }) =>
      drawLabel(label, area.left - 6, place(value) + 0.35 * fontSize, fontSize, "end"),
    ),
    ...(axis.title ? [drawLabel(axis.title, area.left - 6, area.top - fontSize, fontSize, "end")] : []),
  ];
}

/** The ticks whose labels do not run into one that is kept before them. */
function withRoom({ ticks }: Axis, extentOf: (label: string, value: number) => readonly [number, number]) {
  let end = Number.NEGATIVE_INFINITY;
  return ticks.filter(({ label, value }) => {
    const [from, to] = extentOf(label, value);
    if (from < end) return false;
    end = to;
    return true;
  });
}

type Place = readonly [x: number, y: number];

function drawLine([x1, y1]: Place, [x2, y2]: Place, name: "grid" | "line"): Element {
  return s("line", { x1: round(x1), y1: round(y1), x2: round(x2), y2: round(y2), stroke: colour(name) });
}

/** Text in the colour of what is beside the point. */
export function drawLabel(
  text: string,
  x: number,
  y: number,
  fontSize: number,
  textAnchor: "start" | "middle" | "end",
): Element {
  return s("text", { x: round(x), y: round(y), textAnchor, fontSize, fill: colour("muted") }, text);
}
