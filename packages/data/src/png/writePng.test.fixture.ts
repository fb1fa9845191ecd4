/** PNG files of samples as they stand, also of kinds that nothing here writes. */
import { deflateSync } from "node:zlib";
import { type Chunk, writeChunks } from "./chunks.js";

export const SIGNATURE = Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10);

export interface PngParts {
  readonly width: number;
  readonly height: number;
  readonly depth?: number;
  /** 0 grey, 2 colours, 3 a palette. */
  readonly kind?: number;
  readonly isInterlaced?: boolean;
  /** Rows, each behind the number of its filter. */
  readonly rows: readonly number[];
  readonly palette?: readonly number[];
  readonly others?: readonly Chunk[];
}

export function pngOf({
  width,
  height,
  depth = 8,
  kind = 0,
  isInterlaced = false,
  rows,
  palette,
  others = [],
}: PngParts) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, kind, 0, 0, isInterlaced ? 1 : 0], 8);
  return writeChunks(SIGNATURE, [
    { type: "IHDR", data: header },
    ...others,
    ...(palette === undefined ? [] : [{ type: "PLTE", data: Uint8Array.from(palette) }]),
    { type: "IDAT", data: deflateSync(Uint8Array.from(rows)) },
    { type: "IEND", data: new Uint8Array() },
  ]);
}
