import type { Element } from "hast";
import { fromHtml } from "hast-util-from-html";
import { select, selectAll } from "hast-util-select";
import { toHtml } from "hast-util-to-html";
import { toText } from "hast-util-to-text";
import { describe, expect, it } from "vitest";
import type { Icicle, Span } from "../document.js";
import { renderIcicle } from "./renderIcicle.js";

const span = (label: string, start: number, share: number, muted = false): Span => {
  return { label, detail: `${100 * share} ms`, start, share, muted };
};
const icicle: Icicle = {
  kind: "icicle",
  id: "chart-profile",
  caption: "Time",
  panels: [
    {
      title: "LinkNet",
      description: "encoder 60 %",
      levels: [
        [span("encoder", 0, 0.6), span("<script>", 0.6, 0.2), span("between", 0.8, 0.2, true)],
        [span("conv1", 0, 0.5), span("conv2", 0.5, 0.0999), span("dust", 0.5999, 0.0001), span("x", 0.6, 0.2)],
      ],
    },
  ],
};
const figure = fromHtml(toHtml(renderIcicle(icicle)), { fragment: true });
const [wide, narrow] = selectAll("svg", figure) as [Element, Element];

describe("An icicle", () => {
  it("is drawn for a wide window and for a phone, each with a title, a description and nothing that runs", () => {
    expect(selectAll("svg", figure)).toHaveLength(2);
    expect(selectAll("script", figure)).toEqual([]);
    for (const svg of [wide, narrow]) {
      const ids = [svg.properties.ariaLabelledBy, svg.properties.ariaDescribedBy].flat();
      expect(ids.map((id) => toText(select(`#${String(id)}`, svg)!))).toEqual(["LinkNet", "encoder 60 %"]);
    }
    const all = selectAll("[id]", figure).map(({ properties }) => properties.id);
    expect(new Set(all).size).toBe(all.length);
  });

  it("has bars as wide as their shares, within the drawing, and none that nobody could see", () => {
    for (const svg of [wide, narrow]) {
      const width = Number(String(svg.properties.viewBox).split(" ")[2]);
      const bars = selectAll("rect", svg).map(({ properties }) => [Number(properties.x), Number(properties.width)]);
      expect(bars).toHaveLength(6);
      expect(bars[0]![1]! / width).toBeCloseTo(0.6, 2);
      for (const [x, barWidth] of bars) expect(x! + barWidth!).toBeLessThanOrEqual(width);
    }
  });

  it("lets what is in no part reach to the bottom", () => {
    const heights = selectAll("rect", wide).map(({ properties }) => Number(properties.height));
    expect(heights[2]).toBeGreaterThan(2 * heights[0]!);
  });

  it("writes a label where there is room, all names in the titles", () => {
    expect(selectAll("text", wide).map((text) => toText(text))).toContain("conv2");
    expect(selectAll("text", narrow).map((text) => toText(text))).not.toContain("conv2");
    expect(selectAll("g title", narrow).map((title) => toText(title))).toContain("conv2: 9.99 ms");
  });
});
