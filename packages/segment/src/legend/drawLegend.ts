/** The legend of an overlay, as pixels. */
import { visibleText } from "@linknet-kit/base";
import type { Size } from "@linknet-kit/core";
import { type ClassShare, percent } from "../classes/shares.js";
import { type OutlineFont, outlineFont } from "./font.js";
import { FIELD, FIELD_TO_TEXT, type LegendLayout, layOutLegend } from "./layOutLegend.js";

export interface DrawnLegend extends Size {
  /** Red, green and blue of each pixel. */
  readonly colours: Uint8Array;
}

/** Longer names are cut, so that one class does not fill a picture. */
const LONGEST_NAME = 40;

/** As wide as the picture, or wider where its text needs it. */
export async function drawLegend(shares: readonly ClassShare[], width: number): Promise<DrawnLegend> {
  const [font, { default: sharp }] = await Promise.all([outlineFont(), import("sharp")]);
  const entries = shares.map(({ id, name, share, colour }) => {
    // In what the terminal and JSON say it has its name beside the same number.
    const called = font.canWrite(name) ? shortened(name) : `class ${id}`;
    return { text: `${called} ${percent(share)}`, colour };
  });
  const layout = layOutLegend(entries, { width, widthOf: font.widthOf });
  const colours = await sharp(Buffer.from(svgOf(layout, font)))
    .removeAlpha()
    .toColourspace("srgb")
    .raw()
    .toBuffer();
  return { width: layout.width, height: layout.height, colours };
}

function shortened(name: string): string {
  const letters = Array.from(visibleText(name));
  return letters.length > LONGEST_NAME ? `${letters.slice(0, LONGEST_NAME - 1).join("")}\u2026` : letters.join("");
}

function svgOf(
  { width, height, items, textSize }: LegendLayout<{ text: string; colour: readonly number[] }>,
  font: OutlineFont,
): string {
  const field = FIELD * textSize;
  const shapes = items.map(({ item: { text, colour }, x, y }) => {
    const textX = x + field + FIELD_TO_TEXT * textSize;
    // Letters without strokes below stand in the middle of the field.
    const path = font.outline(text, { x: textX, y: y + 0.84 * textSize, size: textSize });
    return `<rect x="${x + 0.5}" y="${y + 0.5}" width="${field - 1}" height="${field - 1}" fill="rgb(${colour.join()})" stroke="#78848f"/><path d="${path}" fill="#1b2027"/>`;
  });
  const size = `width="${width}" height="${height}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size}><rect ${size} fill="#ffffff"/>${shapes.join("")}</svg>`;
}
