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

/** An `UnreadablePngError` where pixels are colours, of which nobody knows what they stand for. */
export function checkMapKind(file: string, { kind }: PngHeader): void {
  if (kind === "grey" || kind === "palette") return;
  throw new UnreadablePngError({
    file,
    problem: `has ${kind} where numbers of labels are expected, in grey or a palette`,
  });
}
