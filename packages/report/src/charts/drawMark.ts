/** Marks, as drawings and their legends show them. */
import type { Element } from "hast";
import { s } from "hastscript";
import type { Mark } from "../document.js";
import { round } from "./frame.js";

/** Reach of a diamond over that of a circle of the same weight. */
const DIAMOND = 1.25;

/** A mark of this radius around a point; what it stands for is its title, which a pointer shows. */
export function drawMark(
  mark: Mark,
  [x, y]: readonly [number, number],
  radius: number,
  stroke: string,
  title?: string,
): Element {
  const children = title === undefined ? [] : [s("title", title)];
  const paint = mark === "filled" ? { fill: stroke } : { fill: "none", stroke, strokeWidth: 1.6, pointerEvents: "all" };
  if (mark !== "hollowDiamond") return s("circle", { cx: round(x), cy: round(y), r: radius, ...paint }, children);
  const reach = DIAMOND * radius;
  const corners = [
    [x, y - reach],
    [x + reach, y],
    [x, y + reach],
    [x - reach, y],
  ] as const;
  return s("path", { d: `M${corners.map(([a, b]) => `${round(a)} ${round(b)}`).join("L")}Z`, ...paint }, children);
}
