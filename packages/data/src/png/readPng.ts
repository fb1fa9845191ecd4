/** Files of maps: https://www.w3.org/TR/png-3/. */
import { readBytes } from "@linknet-kit/base/files";
import { UnreadablePngError } from "../errors.js";
import { MOST_BYTES } from "../limits.js";
import { type PngSamples, decodePng } from "./decodePng.js";
import { type PngHeader, readHeader } from "./header.js";

/** A number for each pixel, row by row. */
export interface NumberMap {
  readonly file: string;
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint16Array;
}

/** A colour for each pixel, row by row, as 0xRRGGBB. */
export interface ColourMap {
  readonly file: string;
  readonly width: number;
  readonly height: number;
  readonly data: Uint32Array;
}

async function readSamples(path: string): Promise<PngSamples> {
  const checkHead = (head: Uint8Array): void => void readHeader(path, head);
  return decodePng(path, await readBytes(path, { maximumBytes: MOST_BYTES, checkHead }));
}

/** A map of labels or instances: grey, or numbers of a palette's colours, exactly as they stand in the file. */
export async function readNumberMap(path: string): Promise<NumberMap> {
  const { width, height, samples, ...header } = await readSamples(path);
  checkMapKind(path, { width, height, ...header });
  return { file: path, width, height, data: samples };
}

/** Colours of a label image as 0xRRGGBB, exactly as they stand in the file: in eight bits, or of a palette. */
export async function readColourMap(path: string): Promise<ColourMap> {
  const { width, height, channels, samples, palette, ...header } = await readSamples(path);
  checkColourKind(path, { width, height, channels, ...header });
  const data = new Uint32Array(width * height);
  for (let pixel = 0; pixel < data.length; pixel += 1) {
    const [from, start] =
      palette === undefined ? [samples, channels * pixel] : [palette, 3 * samples[channels * pixel]!];
    if (start + 3 > from.length)
      throw new UnreadablePngError({ file: path, problem: `has no colour ${start / 3} in its palette` });
    data[pixel] = 65536 * from[start]! + 256 * from[start + 1]! + from[start + 2]!;
  }
  return { file: path, width, height, data };
}

/** An `UnreadablePngError` where pixels are no colours of eight bits. */
export function checkColourKind(file: string, { kind, depth }: PngHeader): void {
  if (kind === "palette" || (depth === 8 && (kind === "colour" || kind === "colour and alpha"))) return;
  throw new UnreadablePngError({
    file,
    problem: `has ${kind} of ${depth} bits where colours of labels are expected, in eight bits or a palette`,
  });
}

/** An `UnreadablePngError` where pixels are colours, of which nobody knows what they stand for. */
export function checkMapKind(file: string, { kind }: PngHeader): void {
  if (kind === "grey" || kind === "palette") return;
  throw new UnreadablePngError({
    file,
    problem: `has ${kind} where numbers of labels are expected, in grey or a palette`,
  });
}
