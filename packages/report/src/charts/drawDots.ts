/** A dot plot as SVG: rows with their names at the left, dots on one axis. */
import type { Element } from "hast";
import { s } from "hastscript";
import type { Dot, DotPlot, DotRow } from "../document.js";
import { drawHorizontalAxis, drawLabel } from "./drawAxes.js";
import { drawMark } from "./drawMark.js";
import { type Area, type Frame, placeOn, round, shorten, textWidth } from "./frame.js";
import { colour, seriesColour } from "./palette.js";

/** Longer names would leave no room for the dots. */
const LONGEST_NAME = 22;

const MARK_RADIUS = 4.5;
const INTERVAL_WIDTH = 5;

/** As wide as the frame, whose height is a row's; `id` must be the page's only such one. */
export function drawDots(plot: DotPlot, frame: Frame, id: string): Element {
  const { axis, rows, reference, description } = plot;
  const names = rows.map(({ label }) => shorten(label, LONGEST_NAME));
  const top = reference ? 1.8 * frame.fontSize : 0;
  const area: Area = {
    left: Math.max(0, ...names.map((name) => textWidth(name, frame.fontSize))) + 14,
    right: frame.width - 18,
    top,
    bottom: top + rows.length * frame.height,
  };
  const place = placeOn(axis, area.left, area.right);
  const middleOf = (index: number): number => area.top + (index + 0.5) * frame.height;
  return s(
    "svg",
    {
      viewBox: `0 0 ${frame.width} ${round(area.bottom + 3.6 * frame.fontSize)}`,
      role: "img",
      ariaLabel: description,
      id,
    },
    [
      ...drawHorizontalAxis(axis, area, frame),
      ...(reference ? drawReference(reference, place(reference.value), area, frame) : []),
      ...rows.flatMap((row, index) => [
        ...drawGuides(row, area, middleOf(index), frame),
        drawLabel(names[index]!, area.left - 10, middleOf(index) + 0.35 * frame.fontSize, frame.fontSize, "end"),
        ...row.dots.flatMap((dot) => drawInterval(dot, place, middleOf(index))),
        ...row.dots.map((dot) =>
          drawMark(dot.mark, [place(dot.x), middleOf(index)], MARK_RADIUS, colourOf(dot), dot.title),
        ),
      ]),
    ],
  );
}

function colourOf({ colour: slot }: Dot): string {
  return slot === undefined ? colour("muted") : seriesColour(slot);
}

/** A line along the row, and one above it where a group begins. */
function drawGuides({ startsGroup }: DotRow, area: Area, y: number, { height }: Frame): readonly Element[] {
  const line = (at: number, from: number, name: "grid" | "line") =>
    s("line", { x1: round(from), y1: round(at), x2: round(area.right), y2: round(at), stroke: colour(name) });
  return [line(y, area.left, "grid"), ...(startsGroup ? [line(y - height / 2, 0, "line")] : [])];
}

function drawReference(
  { label }: { readonly label: string },
  x: number,
  area: Area,
  { fontSize }: Frame,
): readonly Element[] {
  return [
    s("line", {
      x1: round(x),
      y1: round(area.top),
      x2: round(x),
      y2: round(area.bottom),
      stroke: colour("muted"),
      strokeDasharray: "4 3",
    }),
    drawLabel(label, x, area.top - 0.5 * fontSize, fontSize, "middle"),
  ];
}

function drawInterval(dot: Dot, place: (value: number) => number, y: number): readonly Element[] {
  const { low, high } = dot;
  if (low === undefined || high === undefined) return [];
  const d = `M${round(place(low))} ${round(y)}H${round(place(high))}`;
  return [s("path", { d, fill: "none", stroke: colourOf(dot), strokeWidth: INTERVAL_WIDTH, strokeOpacity: 0.35 })];
}
