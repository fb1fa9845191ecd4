/** Draws one panel with ECharts' server-side SVG renderer: https://echarts.apache.org/handbook/en/how-to/cross-platform/server */
// Its one file loads in an eighth of the time that the modules take which are needed.
import { init } from "echarts/dist/echarts.esm.min.mjs";
import type { Element, ElementContent, Root } from "hast";
import { fromHtml } from "hast-util-from-html";
import { s } from "hastscript";
import type { Panel } from "../document.js";
import { type Frame, plotOption } from "./plotOption.js";

/** An `svg` element that scales with its container; `id` must be the page's only such one. */
export function drawPanel(panel: Panel, frame: Frame, id: string): Element {
  const chart = init(null, null, { renderer: "svg", ssr: true, width: frame.width, height: frame.height });
  chart.setOption(plotOption(panel.plot, frame));
  const drawing = chart.renderToSVGString({ useViewBox: true });
  chart.dispose();
  const children = onlySvg(fromHtml(drawing, { fragment: true, space: "svg" })).children.flatMap((child) =>
    tidy(child, id),
  );
  return s(
    "svg",
    {
      viewBox: `0 0 ${frame.width} ${frame.height}`,
      role: "img",
      ariaLabelledBy: `${id}-title`,
      ariaDescribedBy: `${id}-description`,
    },
    [
      s("title", { id: `${id}-title` }, panel.title),
      s("desc", { id: `${id}-description` }, panel.description),
      ...children,
    ],
  );
}

function onlySvg({ children: [svg] }: Root): Element {
  if (svg?.type !== "element" || svg.tagName !== "svg") throw new Error("ECharts drew no svg element.");
  return svg;
}

/** What ECharts adds for a pointer, which these drawings do not have. */
const POINTER_PROPERTIES = /^(className|pointerEvents|ecmeta.*)$/;

/** Drops style sheets and pointer attributes, and gives clip paths ids of this page instead of ECharts' running count. */
function tidy(node: ElementContent, id: string): readonly ElementContent[] {
  if (node.type === "text") return node.value.trim() === "" ? [] : [node];
  if (node.type !== "element" || node.tagName === "style") return [];
  const properties = Object.entries(node.properties)
    .filter(([name]) => !POINTER_PROPERTIES.test(name))
    .map(([name, value]) => [name, typeof value === "string" ? value.replace(/\bzr\d+-/g, `${id}-`) : value] as const);
  return [
    {
      ...node,
      properties: Object.fromEntries(properties),
      children: node.children.flatMap((child) => tidy(child, id)),
    },
  ];
}
