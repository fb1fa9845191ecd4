/** The colours of drawings in both schemes, by category, as custom properties that a page and its drawings share. */
import type { Category } from "@linknet-kit/core";
import { HEAT_STEPS } from "./heatScale.js";

export const CATEGORIES: Readonly<Record<Category | "module", string>> = {
  layer: "layer",
  normalisation: "normalisation",
  activation: "activation",
  pool: "pool, reduce",
  arithmetic: "arithmetic",
  shape: "shape, move",
  module: "module",
};

/** Light and dark. White text has a contrast of 4.5 on the categories, the drawing's text on all else. */
const colours: Readonly<Record<string, readonly [string, string]>> = {
  layer: ["#2458a6", "#2f66b8"],
  normalisation: ["#2b6a5b", "#2c7565"],
  activation: ["#a12d3c", "#b23a49"],
  pool: ["#47702a", "#4f7a30"],
  arithmetic: ["#6a4aa3", "#7757b3"],
  shape: ["#80591f", "#8a6226"],
  module: ["#4a5563", "#56626f"],
  paper: ["#ffffff", "#14181d"],
  box: ["#ffffff", "#1f262d"],
  ink: ["#1b2027", "#e4e8ed"],
  faint: ["#56616d", "#9ba7b4"],
  wire: ["#8a95a1", "#6b7784"],
  frame: ["#cfd6dd", "#39434d"],
  inside: ["#f5f7f9", "#191f25"],
  deeper: ["#eceff3", "#1e252c"],
  heat0: ["#fff8ec", "#241f1a"],
  heat1: ["#fee8c3", "#3a2a18"],
  heat2: ["#fdd49b", "#533616"],
  heat3: ["#fcbb74", "#6e4216"],
  heat4: ["#fa9f57", "#864713"],
  heat5: ["#f4813c", "#a04a10"],
  heat6: ["#e9652b", "#b43c10"],
};

const PREFIX = "--graph-";

export function graphColour(name: string): string {
  return `var(${PREFIX}${name})`;
}

export const heatColours: readonly string[] = Array.from({ length: HEAT_STEPS }, (_, step) =>
  graphColour(`heat${step}`),
);

export function heatHex(step: number): string {
  return colours[`heat${step}`]![0];
}

function declare(scheme: 0 | 1): string {
  return Object.entries(colours)
    .map(([name, values]) => `${PREFIX}${name}:${values[scheme]}`)
    .join(";");
}

const PARTS = `
.graph{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;fill:${graphColour("ink")}}
.graph .paper{fill:${graphColour("paper")}}
.graph .box rect.body{fill:${graphColour("box")}}
.graph .title{fill:#fff;font-weight:600}
.graph .line{fill:${graphColour("ink")}}
.graph .faint{fill:${graphColour("faint")}}
.graph .edge path{fill:none;stroke:${graphColour("wire")};stroke-width:1.25}
.graph .edge:hover path{stroke:${graphColour("ink")};stroke-width:2}
.graph .edge text{paint-order:stroke;stroke:${graphColour("paper")};stroke-width:2.5;stroke-linejoin:round}
.graph .module,.graph .line,.graph .title{pointer-events:none}
.graph .module rect{fill:${graphColour("inside")};stroke:${graphColour("frame")}}
.graph .module.even rect{fill:${graphColour("deeper")}}
.graph .terminal rect{fill:${graphColour("ink")}}
.graph .terminal text{fill:${graphColour("paper")};font-weight:600}
.graph .port rect{fill:${graphColour("box")};stroke:${graphColour("wire")}}
.graph .port circle{fill:${graphColour("wire")}}
.graph .stack{fill:${graphColour("box")};stroke:${graphColour("module")}}
`;

/** For a page that shows drawings, which sets its own background. */
export const graphStyle = `:root{${declare(0)}}@media screen and (prefers-color-scheme:dark){:root{${declare(1)}}}${PARTS}`;

/** For a drawing that is a file of its own: in the middle of the window, on its own ground. */
export const aloneStyle = `${graphStyle}:root{background:${graphColour("paper")};display:block;margin:0 auto}`;
