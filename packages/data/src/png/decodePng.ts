/**
 * Bytes of a PNG to samples. Node unpacks them, no further than the header says, and fast-png undoes filters and interlacing; only parts that
 * samples depend on reach it.
 */
import { deflateSync, inflateSync } from "node:zlib";
import { decode } from "fast-png";
import { UnreadablePngError } from "../errors.js";
import { type Chunk, readChunks, writeChunks } from "./chunks.js";
import { type PngHeader, readHeader, unpackedBytes } from "./header.js";

export interface PngSamples extends PngHeader {
  /** Row by row, those of a pixel side by side: numbers of a palette's colours are such samples too. */
  readonly samples: Uint8Array | Uint16Array;
  /** Red, green and blue of each colour. */
  readonly palette?: readonly (readonly number[])[] | undefined;
}

/** An `UnreadablePngError`, with the name of the file, where it is damaged, or larger than it says. */
export function decodePng(file: string, bytes: Uint8Array): PngSamples {
  const header = readHeader(file, bytes);
  try {
    const chunks = readChunks(bytes);
    const unpacked = unpack(chunks, unpackedBytes(header));
    const kept = chunks.filter(({ type }) => type === "IHDR" || (type === "PLTE" && header.kind === "palette"));
    const stored = { type: "IDAT", data: deflateSync(unpacked, { level: 0 }) };
    const end = { type: "IEND", data: new Uint8Array() };
    const { data, palette } = decode(writeChunks(bytes, [...kept, stored, end]));
    if (header.kind === "palette" && palette === undefined) throw new Error("it has no palette");
    const samples = data instanceof Uint16Array ? data : new Uint8Array(data.buffer, data.byteOffset, data.length);
    return { ...header, samples: header.depth < 8 ? unpackBits(samples, header) : samples, palette };
  } catch (cause) {
    throw new UnreadablePngError({ file, problem: cause instanceof Error ? cause.message : String(cause), cause });
  }
}

function unpack(chunks: readonly Chunk[], expected: number): Uint8Array {
  const packed = Buffer.concat(chunks.flatMap(({ type, data }) => (type === "IDAT" ? [data] : [])));
  if (packed.length === 0) throw new Error("it has no pixels");
  const unpacked = inflate(packed, expected);
  if (unpacked.length < expected) throw new Error(`its pixels end after ${unpacked.length} of ${expected} bytes`);
  return unpacked;
}

function inflate(packed: Uint8Array, expected: number): Uint8Array {
  try {
    return inflateSync(packed, { maxOutputLength: expected });
  } catch (cause) {
    const isLonger = cause instanceof Error && "code" in cause && cause.code === "ERR_BUFFER_TOO_LARGE";
    throw new Error(isLonger ? "it has more pixels than it says" : "its pixels are damaged", { cause });
  }
}

/** A byte for each sample of fewer bits; rows begin with a byte. */
function unpackBits(packed: Uint8Array | Uint16Array, { width, height, depth, channels }: PngHeader): Uint8Array {
  const across = width * channels;
  const rowBytes = Math.ceil((across * depth) / 8);
  const mask = 2 ** depth - 1;
  return Uint8Array.from({ length: across * height }, (_, sample) => {
    const [row, column] = [Math.floor(sample / across), sample % across];
    const bit = column * depth;
    return (packed[row * rowBytes + (bit >> 3)]! >> (8 - depth - (bit & 7))) & mask;
  });
}
