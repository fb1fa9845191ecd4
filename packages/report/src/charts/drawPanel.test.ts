import type { Element } from "hast";
import { select, selectAll } from "hast-util-select";
import { toHtml } from "hast-util-to-html";
import { toText } from "hast-util-to-text";
import { describe, expect, it } from "vitest";
import { logAxis } from "../axes.js";
import type { Panel, Series } from "../document.js";
import { drawPanel } from "./drawPanel.js";

const series: Series = {
  colour: 2,
  mark: "filled",
  line: "solid",
  points: [
    { x: 10, y: 10 },
    { x: 100, y: 100 },
    { x: 1000, y: 1000, low: 900, high: 1100 },
  ],
};

function panel(changes: Partial<Series> = {}, title = "Title"): Panel {
  const axis = logAxis("ms", [10, 1000]);
  return { title, description: "What it shows", plot: { x: axis, y: axis, series: [{ ...series, ...changes }] } };
}

const frame = { width: 600, height: 400, fontSize: 12 };
const draw = (changes?: Partial<Series>, title?: string): Element => drawPanel(panel(changes, title), frame, "chart-1");

/** Centres of the drawing's marks, in the order drawn. */
function marks(svg: Element): readonly { x: number; y: number }[] {
  return selectAll("circle", svg).map(({ properties: { cx, cy } }) => ({ x: Number(cx), y: Number(cy) }));
}

describe("a drawn panel", () => {
  it("is an image with a title and a description", () => {
    const svg = draw();
    expect(svg.properties).toMatchObject({ role: "img", viewBox: "0 0 600 400", ariaLabelledBy: ["chart-1-title"] });
    expect(toText(select("title", svg) as Element)).toBe("Title");
    expect(toText(select("desc#chart-1-description", svg) as Element)).toBe("What it shows");
  });

  it("has a mark a point, at equal distances for equal ratios", () => {
    const [first, second, third] = marks(draw());
    if (!first || !second || !third) throw new Error("Three marks must be drawn.");
    expect(second.x - first.x).toBeCloseTo(third.x - second.x, 0);
    expect(first.y - second.y).toBeCloseTo(second.y - third.y, 0);
    expect(second.x).toBeGreaterThan(first.x);
    expect(second.y).toBeLessThan(first.y);
  });

  it("takes its colours from the page, so that both colour schemes fit", () => {
    const colours = selectAll("[fill], [stroke]", draw()).flatMap(({ properties: { fill, stroke } }) => [fill, stroke]);
    expect(colours).toContain("var(--series2)");
    for (const one of colours) expect(one ?? "none").toMatch(/^(none|var\(--\w+\))$/);
  });

  it("draws the same whenever it is drawn", () => {
    expect(toHtml(draw())).toBe(toHtml(draw()));
  });

  it("fills measured marks and leaves published ones hollow", () => {
    const fills = (mark: Series["mark"]) =>
      selectAll("circle", draw({ mark })).map(({ properties }) => properties.fill);
    expect(fills("filled")).toEqual(Array(3).fill("var(--series2)"));
    expect(fills("hollowCircle")).toEqual(Array(3).fill("none"));
  });

  it("keeps hostile text as text", () => {
    const hostile = '</svg><script>alert(1)</script>{a|b}"&';
    const svg = draw({ label: hostile }, hostile);
    expect(toText(select("title", svg) as Element)).toBe(hostile);
    expect(selectAll("script", svg)).toEqual([]);
    expect(toHtml(svg)).not.toContain("<script");
    expect(selectAll("text", svg).map((text) => toText(text))).toContain("</svg><script>a…");
  });

  it("stands on its axes: the lowest values at the left and at the bottom, ticks where their values are", () => {
    const svg = draw();
    const [, middle] = marks(svg);
    const tick = selectAll("text", svg).filter((text) => toText(text) === "100");
    expect(tick.map(({ properties: { x, textAnchor } }) => (textAnchor === "middle" ? x : "vertical"))).toEqual([
      middle!.x,
      "vertical",
    ]);
  });

  it("shows a mark's numbers to a pointer, and keeps labels of lines that end at one place apart", () => {
    const titled = draw({ points: [{ x: 10, y: 10, title: "10 ms at <10>" }] });
    expect(toText(select("circle > title", titled)!)).toBe("10 ms at <10>");
    const axis = logAxis("ms", [10, 1000]);
    const two = ["one", "two"].map((label): Series => ({ ...series, label }));
    const svg = drawPanel({ title: "", description: "", plot: { x: axis, y: axis, series: two } }, frame, "x");
    const [one, other] = selectAll("text", svg).filter((text) => ["one", "two"].includes(toText(text)));
    expect(Number(other!.properties.y) - Number(one!.properties.y)).toBeGreaterThanOrEqual(frame.fontSize);
  });

  it("has no style sheet, script, link or handler", () => {
    const svg = draw({ label: "x" });
    expect(selectAll("style, script, a, image, use, foreignObject", svg)).toEqual([]);
    expect(toHtml(svg)).not.toMatch(/\son\w+=|class=/);
  });
});
