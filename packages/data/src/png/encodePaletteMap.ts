/** Maps of numbers as PNG files that look like what their numbers stand for: https://www.w3.org/TR/png-3/#11PLTE. */
import { deflateSync } from "node:zlib";
import type { Size } from "@linknet-kit/core";
import { type Chunk, writeChunks } from "./chunks.js";
import { SIGNATURE } from "./header.js";

type Colour = readonly [red: number, green: number, blue: number];

const PALETTE_KIND = 3;
const BLACK: Colour = [0, 0, 0];

/** Of a byte a pixel, which is its colour's place in the palette; places between that have none are black. */
export function encodePaletteMap(
  { width, height }: Size,
  data: Uint8Array,
  palette: readonly (Colour | undefined)[],
  software: string,
): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, PALETTE_KIND], 8);
  // Each row begins with how it is filtered, which is not at all.
  const rows = new Uint8Array((width + 1) * height);
  for (let row = 0; row < height; row += 1)
    rows.set(data.subarray(row * width, (row + 1) * width), row * (width + 1) + 1);
  const colours = Array.from(palette, (colour: Colour = BLACK) => colour);
  const chunks: Chunk[] = [
    { type: "IHDR", data: header },
    { type: "PLTE", data: Uint8Array.from(colours.flat()) },
    { type: "tEXt", data: Buffer.from(`Software\0${software}`, "latin1") },
    { type: "IDAT", data: deflateSync(rows) },
    { type: "IEND", data: new Uint8Array() },
  ];
  return writeChunks(SIGNATURE, chunks);
}
