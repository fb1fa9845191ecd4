/** What a PNG says of itself in its first bytes: https://www.w3.org/TR/png-3/#11IHDR. */
import { UnreadablePngError } from "../errors.js";
import { MOST_PIXELS } from "../limits.js";

export interface PngHeader {
  readonly width: number;
  readonly height: number;
  /** Bits of a sample. */
  readonly depth: 1 | 2 | 4 | 8 | 16;
  readonly kind: PngKind;
  /** Samples of a pixel. */
  readonly channels: number;
  readonly isInterlaced: boolean;
}

type PngKind = "grey" | "colour" | "palette" | "grey and alpha" | "colour and alpha";

export const SIGNATURE = Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10);
/** Up to where the samples of an image are described. */
export const HEADER_BYTES = 33;

const KINDS: Readonly<Record<number, { kind: PngKind; channels: number; depths: readonly number[] }>> = {
  0: { kind: "grey", channels: 1, depths: [1, 2, 4, 8, 16] },
  2: { kind: "colour", channels: 3, depths: [8, 16] },
  3: { kind: "palette", channels: 1, depths: [1, 2, 4, 8] },
  4: { kind: "grey and alpha", channels: 2, depths: [8, 16] },
  6: { kind: "colour and alpha", channels: 4, depths: [8, 16] },
};

/** Of the first bytes of a file; an `UnreadablePngError` where they are of no PNG, or of one with too many pixels. */
export function readHeader(file: string, head: Uint8Array): PngHeader {
  const wrong = (problem: string) => new UnreadablePngError({ file, problem });
  if (!SIGNATURE.every((byte, position) => head[position] === byte)) throw wrong("is no PNG");
  if (head.length < HEADER_BYTES) throw wrong("ends within its header");
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (view.getUint32(8) !== 13 || view.getUint32(12) !== IHDR) throw wrong("does not begin with its header");
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const [depth, colours, compression, filters, interlace] = head.subarray(24, 29);
  if (width === 0 || height === 0) throw wrong(`has no pixels: it is ${width}x${height}`);
  if (width * height > MOST_PIXELS)
    throw wrong(`is ${width}x${height}, more than the ${MOST_PIXELS} pixels that are read`);
  const known = KINDS[colours!];
  if (known?.depths.includes(depth!) !== true)
    throw wrong(`has colours of type ${colours} in ${depth} bits, which PNG does not have`);
  if (compression !== 0 || filters !== 0 || interlace! > 1) throw wrong("is packed in a way that PNG does not have");
  const { kind, channels } = known;
  return { width, height, depth: depth as PngHeader["depth"], kind, channels, isInterlaced: interlace === 1 };
}

const IHDR = 0x49484452;

/** One of the smaller images that an interlaced one is sent as; all of it where it is not. */
export interface Pass {
  /** Where its first pixel is, and how far apart its pixels are. */
  readonly left: number;
  readonly top: number;
  readonly across: number;
  readonly down: number;
  readonly width: number;
  readonly height: number;
  /** Unpacked, with a byte for the filter of each row. */
  readonly bytes: number;
}

/** In the order of the file; passes without pixels are not there. */
export function passesOf({ width, height, depth, channels, isInterlaced }: PngHeader): readonly Pass[] {
  return (isInterlaced ? ADAM7 : [WHOLE]).flatMap(([left, top, across, down]) => {
    const wide = Math.max(0, Math.ceil((width - left) / across));
    const high = Math.max(0, Math.ceil((height - top) / down));
    const bytes = high * (1 + Math.ceil((wide * channels * depth) / 8));
    return wide === 0 || high === 0 ? [] : [{ left, top, across, down, width: wide, height: high, bytes }];
  });
}

const WHOLE = [0, 0, 1, 1] as const;

/** Where each pass of an interlaced image begins, and its steps. */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;
