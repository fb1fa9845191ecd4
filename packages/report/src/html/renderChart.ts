/** Charts as HTML figures: a legend, and every panel as SVG. */
import type { Element } from "hast";
import { h, s } from "hastscript";
import { drawDots } from "../charts/drawDots.js";
import { drawMark } from "../charts/drawMark.js";
import { drawPanel } from "../charts/drawPanel.js";
import type { Frame } from "../charts/frame.js";
import { colour, seriesColour } from "../charts/palette.js";
import type { Chart, DotPlot, LegendEntry, Panel } from "../document.js";
import { renderText } from "./renderText.js";

const wide: Frame = { width: 760, height: 420, fontSize: 12 };
const narrow: Frame = { width: 360, height: 320, fontSize: 11 };
const strip: Frame = { width: 200, height: 104, fontSize: 11 };

/** The heights are a row's. */
const wideRows: Frame = { width: 1160, height: 21, fontSize: 13 };
const narrowRows: Frame = { width: 358, height: 25, fontSize: 11 };

export function renderChart(chart: Chart): Element {
  const single = chart.panels.length === 1 && chart.shape === "full";
  return h("figure", { id: chart.id }, [
    h("figcaption", renderText(chart.caption)),
    ...renderLegend(chart.legend),
    h(
      "div",
      { className: single ? ["panel"] : ["panels", chart.shape] },
      chart.panels.map((panel, index) => renderPanel(panel, chart.shape, `${chart.id}-${index + 1}`, single)),
    ),
  ]);
}

/** Drawn twice, for a wide window and for a phone's, of which the page shows one. */
export function renderDots(plot: DotPlot): Element {
  return h("figure", { id: plot.id }, [
    h("figcaption", renderText(plot.caption)),
    ...renderLegend(plot.legend),
    h("div", { className: ["drawing", "wide"] }, drawDots(plot, wideRows, `${plot.id}-wide`)),
    h("div", { className: ["drawing", "narrow"] }, drawDots(plot, narrowRows, `${plot.id}-narrow`)),
  ]);
}

/** A panel that stands alone is drawn twice, as a dot plot is. */
function renderPanel(panel: Panel, shape: Chart["shape"], id: string, alone: boolean): Element {
  const heading = h("p", { className: ["panel-title"] }, panel.title);
  if (!alone) {
    const drawing = drawPanel(panel, shape === "strip" ? strip : narrow, id);
    return h("div", [heading, h("div", { className: ["drawing"] }, drawing)]);
  }
  return h("div", [
    heading,
    h("div", { className: ["drawing", "wide"] }, drawPanel(panel, wide, `${id}-wide`)),
    h("div", { className: ["drawing", "narrow"] }, drawPanel(panel, narrow, `${id}-narrow`)),
  ]);
}

function renderLegend(legend: readonly LegendEntry[]): readonly Element[] {
  return legend.length > 0 ? [h("ul", { className: ["legend"] }, legend.map(renderEntry))] : [];
}

function renderEntry({ label, colour: slot, mark }: LegendEntry): Element {
  const stroke = slot === undefined ? colour("muted") : seriesColour(slot);
  return h("li", [
    s("svg", { viewBox: "0 0 14 14", ariaHidden: "true" }, [drawMark(mark, [7, 7], 4.5, stroke)]),
    label,
  ]);
}
