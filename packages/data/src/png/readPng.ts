/** Files of pictures and of maps: https://www.w3.org/TR/png-3/. */
import { readBytes } from "@linknet-kit/base/files";
import { UnreadablePngError } from "../errors.js";
import { type PngSamples, decodePng } from "./decodePng.js";
import { type PngHeader, readHeader } from "./header.js";

/** A picture: red, green and blue of each pixel, row by row. */
export interface Picture {
  /** What errors call it. */
  readonly file: string;
  readonly width: number;
  readonly height: number;
  readonly colours: Uint8Array;
}

/** A number for each pixel, row by row. */
export interface NumberMap {
  readonly file: string;
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint16Array;
}

/** What a file of more bytes than this is, its pixels do not explain. */
const MOST_BYTES = 2 ** 29;

async function readSamples(path: string): Promise<PngSamples> {
  const checkHead = (head: Uint8Array): void => void readHeader(path, head);
  return decodePng(path, await readBytes(path, { maximumBytes: MOST_BYTES, checkHead }));
}

/** A picture of any kind of PNG: grey and palettes become colours, 16 bits eight, and what is transparent loses that. */
export async function readPicture(path: string): Promise<Picture> {
  return pictureOf(path, await readSamples(path));
}

/** A map of labels or instances: grey, or numbers of a palette's colours, exactly as they stand in the file. */
export async function readNumberMap(path: string): Promise<NumberMap> {
  const { width, height, samples, ...header } = await readSamples(path);
  checkMapKind(path, { width, height, ...header });
  return { file: path, width, height, data: samples };
}

/** An `UnreadablePngError` where pixels are colours, of which nobody knows what they stand for. */
export function checkMapKind(file: string, { kind }: PngHeader): void {
  if (kind === "grey" || kind === "palette") return;
  throw new UnreadablePngError({
    file,
    problem: `has ${kind} where numbers of labels are expected, in grey or a palette`,
  });
}

export function pictureOf(file: string, { width, height, depth, channels, samples, palette }: PngSamples): Picture {
  const colours = new Uint8Array(3 * width * height);
  const isGrey = channels < 3;
  // 16 bits and fewer than 8 are stretched, so that the largest number is as bright as it was.
  const scale = 255 / (2 ** depth - 1);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    for (let channel = 0; channel < 3; channel += 1) {
      const sample = samples[pixel * channels + (isGrey ? 0 : channel)]!;
      const value = palette === undefined ? Math.round(sample * scale) : palette[3 * sample + channel];
      if (value === undefined)
        throw new UnreadablePngError({ file, problem: `has no colour ${sample} in its palette` });
      colours[3 * pixel + channel] = value;
    }
  }
  return { file, width, height, colours };
}
