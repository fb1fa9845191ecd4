/** What the colours of a drawing mean, in rows above it. */
import type { Element } from "hast";
import { s } from "hastscript";
import type { Heat } from "./heat.js";
import { HEAT_STEPS, type HeatScale, formatHeat } from "./heatScale.js";
import { CATEGORIES, graphColour, heatColours } from "./palette.js";
import { round } from "./renderDrawn.js";
import { fitText, textWidth } from "./textWidth.js";

const FONT = 11;
const ROW = 22;
const LINE_HEIGHT = 17;
const SWATCH = 12;
const STEP_WIDTH = 26;

export interface Legend {
  readonly height: number;
  readonly elements: readonly Element[];
}

/** Of the categories that are drawn, in rows no wider than the drawing. */
export function categoryLegend(categories: ReadonlySet<string>, width: number): Legend {
  const elements: Element[] = [];
  let [x, y] = [0, 0];
  for (const [category, name] of Object.entries(CATEGORIES)) {
    if (!categories.has(category)) continue;
    const entry = SWATCH + 6 + textWidth(name, FONT) + 14;
    if (x > 0 && x + entry > width) {
      x = 0;
      y += ROW;
    }
    const style = `fill:${graphColour(category)}`;
    elements.push(
      s("rect", { x: round(x), y: y + 2, width: SWATCH, height: SWATCH, rx: 3, style }),
      s("text", { x: round(x + SWATCH + 6), y: y + SWATCH, "font-size": FONT }, name),
    );
    x += entry;
  }
  return { height: elements.length === 0 ? 0 : y + ROW, elements };
}

/** The ramp with the numbers at its ends, and what they are. */
export function heatLegend(heat: Heat, scale: HeatScale, width: number): Legend {
  const least = scale.isLogarithmic ? `≤ ${formatHeat(scale.least, heat)}` : "0";
  const most = formatHeat(scale.most, heat);
  const from = textWidth(least, FONT) + 6;
  const to = from + HEAT_STEPS * STEP_WIDTH;
  const how = `${heat.title}, ${scale.isLogarithmic ? "steps are powers" : "steps are even"}`;
  const lines = [how, ...(heat.remark === undefined ? [] : [heat.remark])];
  return {
    height: ROW + lines.length * LINE_HEIGHT + 4,
    elements: [
      s("text", { x: 0, y: 12, "font-size": FONT }, least),
      ...heatColours.map((fill, step) =>
        s("rect", {
          x: round(from + step * STEP_WIDTH),
          y: 2,
          width: STEP_WIDTH,
          height: SWATCH,
          style: `fill:${fill};stroke:${graphColour("frame")}`,
        }),
      ),
      s("text", { x: round(to + 6), y: 12, "font-size": FONT }, most),
      ...lines.map((line, at) =>
        s(
          "text",
          { x: 0, y: 12 + ROW + at * LINE_HEIGHT, "font-size": FONT, class: "faint" },
          fitText(line, width, FONT),
        ),
      ),
    ],
  };
}
