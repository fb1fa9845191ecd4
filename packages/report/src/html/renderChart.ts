/** Charts as HTML figures: a legend, and every panel as SVG. */
import type { Element } from "hast";
import { h, s } from "hastscript";
import { drawPanel } from "../charts/drawPanel.js";
import { colour, seriesColour } from "../charts/palette.js";
import { drawMark } from "../charts/drawMark.js";
import type { Frame } from "../charts/frame.js";
import type { Chart, LegendEntry, Panel } from "../document.js";
import { renderText } from "./renderText.js";

const wide: Frame = { width: 760, height: 420, fontSize: 12 };
const narrow: Frame = { width: 360, height: 320, fontSize: 11 };
const strip: Frame = { width: 200, height: 104, fontSize: 11 };

export function renderChart(chart: Chart): Element {
  const single = chart.panels.length === 1 && chart.shape === "full";
  return h("figure", { id: chart.id }, [
    h("figcaption", renderText(chart.caption)),
    ...(chart.legend.length > 0 ? [h("ul", { className: ["legend"] }, chart.legend.map(renderEntry))] : []),
    h(
      "div",
      { className: single ? ["panel"] : ["panels", chart.shape] },
      chart.panels.map((panel, index) => renderPanel(panel, chart.shape, `${chart.id}-${index + 1}`, single)),
    ),
  ]);
}

/** A panel that stands alone is drawn twice, for a wide window and for a phone's, of which the page shows one. */
function renderPanel(panel: Panel, shape: Chart["shape"], id: string, alone: boolean): Element {
  const heading = h("p", { className: ["panel-title"] }, panel.title);
  if (!alone) return h("div", [heading, drawPanel(panel, shape === "strip" ? strip : narrow, id)]);
  return h("div", [
    heading,
    h("div", { className: ["wide"] }, drawPanel(panel, wide, `${id}-wide`)),
    h("div", { className: ["narrow"] }, drawPanel(panel, narrow, `${id}-narrow`)),
  ]);
}

function renderEntry({ label, colour: slot, mark }: LegendEntry): Element {
  const stroke = slot === undefined ? colour("muted") : seriesColour(slot);
  return h("li", [
    s("svg", { viewBox: "0 0 14 14", ariaHidden: "true" }, [drawMark(mark, [7, 7], 4.5, stroke)]),
    label,
  ]);
}
