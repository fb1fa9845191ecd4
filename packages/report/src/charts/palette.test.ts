import { describe, expect, it } from "vitest";
import { declareColours } from "./palette.js";

/** WCAG 2.2: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(hex: string): number {
  const channels = [1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16) / 255);
  const [red = 0, green = 0, blue = 0] = channels.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(first: string, second: string): number {
  const [lighter = 0, darker = 0] = [luminance(first), luminance(second)].toSorted((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

describe.each(["light", "dark"] as const)("the %s palette", (scheme) => {
  const colours = Object.fromEntries(
    declareColours(scheme)
      .split(";")
      .map((declaration) => declaration.replace("--", "").split(":") as [string, string]),
  );
  const between = (name: string, background: string) => contrast(colours[name] ?? "", colours[background] ?? "");

  it.each([
    ["text", "background"],
    ["muted", "background"],
    ["text", "surface"],
    ["muted", "surface"],
    ["link", "background"],
    ["warning", "background"],
    ["text", "warningSurface"],
    ["warning", "warningSurface"],
    ["failure", "background"],
  ])("has %s readable on %s", (name, background) => {
    expect(between(name, background)).toBeGreaterThanOrEqual(4.5);
  });

  it("has marks, and the labels in their colours, that stand out from the background", () => {
    const names = Object.keys(colours).filter((name) => name.startsWith("series"));
    expect(names).toHaveLength(8);
    for (const name of names) expect(between(name, "background")).toBeGreaterThanOrEqual(4.5);
  });
});
