/** One panel of a chart as SVG. Nothing here needs a library: an axis has its ticks already, and a page of numbers has few marks. */
import type { Element } from "hast";
import { s } from "hastscript";
import type { Panel, Plot } from "../document.js";
import { drawHorizontalAxis, drawVerticalAxis } from "./drawAxes.js";
import { drawSeries, LONGEST_LABEL } from "./drawSeries.js";
import { type Area, type Frame, shorten, textWidth } from "./frame.js";

/** An `svg` element that scales with its container; `id` must be the page's only such one. */
export function drawPanel({ title, description, plot }: Panel, frame: Frame, id: string): Element {
  const area = areaOf(plot, frame);
  return s(
    "svg",
    {
      viewBox: `0 0 ${frame.width} ${frame.height}`,
      role: "img",
      ariaLabelledBy: `${id}-title`,
      ariaDescribedBy: `${id}-description`,
    },
    [
      s("title", { id: `${id}-title` }, title),
      s("desc", { id: `${id}-description` }, description),
      ...drawHorizontalAxis(plot.x, area, frame),
      ...drawVerticalAxis(plot.y, area, frame),
      ...drawSeries(plot, area, frame),
    ],
  );
}

/** What the labels around it leave. */
function areaOf({ x, y, series }: Plot, { width, height, fontSize }: Frame): Area {
  const widest = (labels: readonly string[]) => Math.max(0, ...labels.map((label) => textWidth(label, fontSize)));
  const endLabels = series.flatMap(({ label }) => (label === undefined ? [] : shorten(label, LONGEST_LABEL)));
  return {
    left: widest([...y.ticks.map(({ label }) => label), y.title]) + 10,
    right: width - Math.max(14, widest(endLabels) + 12),
    top: (y.title ? 2.4 : 1) * fontSize,
    bottom: height - (x.title ? 4 : 2.2) * fontSize,
  };
}
