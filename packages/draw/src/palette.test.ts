import { expect, test } from "vitest";
import { CATEGORIES, graphStyle } from "./palette.js";

const schemes = [...graphStyle.matchAll(/:root\{([^}]*)\}/g)].map(
  ([, declared]) => new Map([...declared!.matchAll(/--graph-(\w+):(#\w{6})/g)].map(([, name, hex]) => [name!, hex!])),
);

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (light! + 0.05) / (dark! + 0.05);
}

test("there are a light and a dark scheme of the same colours", () => {
  expect(schemes).toHaveLength(2);
  expect([...schemes[0]!.keys()]).toEqual([...schemes[1]!.keys()]);
});

test.each([0, 1])("text has a contrast of 4.5 in scheme %i", (scheme) => {
  const colours = schemes[scheme]!;
  for (const category of Object.keys(CATEGORIES)) {
    expect([category, contrast(colours.get(category)!, "#ffffff") >= 4.5]).toEqual([category, true]);
  }
  const grounds = ["paper", "box", "inside", "deeper", ...Array.from({ length: 7 }, (_, step) => `heat${step}`)];
  for (const ground of grounds) {
    expect([ground, contrast(colours.get("ink")!, colours.get(ground)!) >= 4.5]).toEqual([ground, true]);
  }
  for (const ground of ["paper", "box", "inside", "deeper"]) {
    expect([ground, contrast(colours.get("faint")!, colours.get(ground)!) >= 4.5]).toEqual([ground, true]);
  }
});
