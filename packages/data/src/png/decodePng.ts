/**
 * Bytes of a PNG to samples. Node unpacks them, no further than the header says, and fast-png undoes the filters of rows, pass by pass where they
 * are interlaced; only parts that samples depend on reach it.
 */
import { deflateSync, inflateSync } from "node:zlib";
import { decode } from "fast-png";
import { UnreadablePngError } from "../errors.js";
import { type Chunk, readChunks, writeChunks } from "./chunks.js";
import { type Pass, type PngHeader, passesOf, readHeader } from "./header.js";

export interface PngSamples extends PngHeader {
  /** Row by row, those of a pixel side by side: numbers of a palette's colours are such samples too. */
  readonly samples: Uint8Array | Uint16Array;
  /** Red, green and blue of each colour, byte by byte. */
  readonly palette?: Uint8Array | undefined;
}

/** An `UnreadablePngError`, with the name of the file, where it is damaged, or larger than it says. */
export function decodePng(file: string, bytes: Uint8Array): PngSamples {
  const header = readHeader(file, bytes);
  try {
    const chunks = readChunks(bytes);
    const palette = header.kind === "palette" ? chunks.find(({ type }) => type === "PLTE")?.data : undefined;
    if (header.kind === "palette" && palette === undefined) throw new Error("it has no palette");
    return { ...header, samples: samplesOf(bytes, header, chunks), palette };
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new UnreadablePngError({ file, problem, cause });
  }
}

/** An `Error` in words where it has more pixels than it says, fewer, or damaged ones. */
export function checkPixels(file: string, bytes: Uint8Array): void {
  unpack(readChunks(bytes), passesOf(readHeader(file, bytes)));
}

function samplesOf(bytes: Uint8Array, header: PngHeader, chunks: readonly Chunk[]): Uint8Array | Uint16Array {
  const passes = passesOf(header);
  const unpacked = unpack(chunks, passes);
  const [only] = passes;
  if (!header.isInterlaced) return samplesOfPass(bytes, header, only!, unpacked);
  const count = header.width * header.height * header.channels;
  const samples = header.depth === 16 ? new Uint16Array(count) : new Uint8Array(count);
  let start = 0;
  for (const pass of passes) {
    scatter(samplesOfPass(bytes, header, pass, unpacked.subarray(start, start + pass.bytes)), pass, samples, header);
    start += pass.bytes;
  }
  return samples;
}

/** By a file of its own, which is not packed any more. */
function samplesOfPass(
  bytes: Uint8Array,
  header: PngHeader,
  { width, height }: Pass,
  unpacked: Uint8Array,
): Uint8Array | Uint16Array {
  // Grey or colours as they are: what numbers of a palette stand for is looked up later.
  const kind = header.channels === 1 ? GREY : bytes[KIND_AT]!;
  const size = Buffer.alloc(13);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  size.set([header.depth, kind], 8);
  const { data } = decode(
    writeChunks(bytes, [
      { type: "IHDR", data: size },
      { type: "IDAT", data: deflateSync(unpacked, { level: 0 }) },
      { type: "IEND", data: new Uint8Array() },
    ]),
  );
  if (data instanceof Uint16Array) return data;
  const samples = new Uint8Array(data.buffer, data.byteOffset, data.length);
  return header.depth < 8 ? unpackBits(samples, { ...header, width, height }) : samples;
}

const GREY = 0;
/** Where a file says which colours it has. */
const KIND_AT = 25;

function scatter(
  from: Uint8Array | Uint16Array,
  { left, top, across, down, width, height }: Pass,
  to: Uint8Array | Uint16Array,
  { width: wide, channels }: PngHeader,
): void {
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const place = (top + Math.floor(pixel / width) * down) * wide + left + (pixel % width) * across;
    for (let channel = 0; channel < channels; channel += 1)
      to[place * channels + channel] = from[pixel * channels + channel]!;
  }
}

function unpack(chunks: readonly Chunk[], passes: readonly Pass[]): Uint8Array {
  const expected = passes.reduce((sum, pass) => sum + pass.bytes, 0);
  const packed = Buffer.concat(chunks.flatMap(({ type, data }) => (type === "IDAT" ? [data] : [])));
  if (packed.length === 0) throw new Error("it has no pixels");
  const unpacked = inflate(packed, expected);
  if (unpacked.length < expected) throw new Error(`its pixels end after ${unpacked.length} of ${expected} bytes`);
  return unpacked;
}

function inflate(packed: Uint8Array, expected: number): Uint8Array {
  try {
    // In one piece, with room to see that there is more.
    return inflateSync(packed, { maxOutputLength: expected, chunkSize: expected + 64 });
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
