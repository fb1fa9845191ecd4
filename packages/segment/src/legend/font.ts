/** Text as outlines of one font that comes with this package: machines without fonts draw the same. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Glyph, PathCommand } from "opentype.js";

const FONT = fileURLToPath(new URL("../../dist/font/source-sans-3.woff", import.meta.url));

export interface OutlineFont {
  /** Whether it has all letters. */
  readonly canWrite: (text: string) => boolean;
  readonly widthOf: (text: string, size: number) => number;
  /** The `d` of a path in SVG, with its baseline at `y`. */
  readonly outline: (text: string, place: { readonly x: number; readonly y: number; readonly size: number }) => string;
}

let opened: Promise<OutlineFont> | undefined;

/** Read once. Letters that it does not have are drawn as a box. */
export async function outlineFont(): Promise<OutlineFont> {
  opened ??= open();
  return await opened;
}

async function open(): Promise<OutlineFont> {
  const [{ default: library }, bytes] = await Promise.all([import("opentype.js"), readFile(FONT)]);
  const font = library.parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  // Letter by letter: names of classes want none of what fonts do with several at once.
  const glyphsOf = (text: string) => Array.from(text, (letter) => font.charToGlyph(letter));
  const advance = (glyph: Glyph, size: number): number => ((glyph.advanceWidth ?? 0) * size) / font.unitsPerEm;
  return {
    canWrite: (text) => Array.from(text).every((letter) => font.charToGlyphIndex(letter) > 0),
    widthOf: (text, size) => glyphsOf(text).reduce((sum, glyph) => sum + advance(glyph, size), 0),
    outline: (text, { x, y, size }) => {
      let at = x;
      return glyphsOf(text)
        .map((glyph) => {
          const { commands } = glyph.getPath(at, y, size);
          at += advance(glyph, size);
          return commands.map(printCommand).join("");
        })
        .join("");
    },
  };
}

/** As SVG has it; the font's own printer gives some numbers as NaN (opentype.js 2.0.0). */
function printCommand(command: PathCommand): string {
  const { type } = command;
  if (type === "Z") return type;
  const ends = [command.x, command.y];
  const points =
    type === "C"
      ? [command.x1, command.y1, command.x2, command.y2, ...ends]
      : type === "Q"
        ? [command.x1, command.y1, ...ends]
        : ends;
  return `${type}${points.map((number) => number.toFixed(2)).join(" ")}`;
}
