/** The chunks of a PNG: https://www.w3.org/TR/png-3/#5Chunk-layout. */
import { crc32 } from "node:zlib";

export interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
}

const SIGNATURE_BYTES = 8;

/** In the order of the file, up to its end; what is wrong with them is an `Error` in words. */
export function readChunks(bytes: Uint8Array): readonly Chunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  let start = SIGNATURE_BYTES;
  while (start + 12 <= bytes.length) {
    const length = view.getUint32(start);
    const end = start + 8 + length;
    if (end + 4 > bytes.length) break;
    const named = bytes.subarray(start + 4, end);
    const type = String.fromCharCode(...named.subarray(0, 4));
    if (crc32(named) !== view.getUint32(end)) throw new Error(`its part ${JSON.stringify(type)} is damaged`);
    chunks.push({ type, data: named.subarray(4) });
    if (type === "IEND") return chunks;
    start = end + 4;
  }
  throw new Error("it ends too early");
}

/** A file of these chunks. */
export function writeChunks(signature: Uint8Array, chunks: readonly Chunk[]): Uint8Array {
  const bytes = new Uint8Array(chunks.reduce((sum, { data }) => sum + 12 + data.length, SIGNATURE_BYTES));
  const view = new DataView(bytes.buffer);
  bytes.set(signature.subarray(0, SIGNATURE_BYTES));
  let start = SIGNATURE_BYTES;
  for (const { type, data } of chunks) {
    view.setUint32(start, data.length);
    bytes.set(Buffer.from(type, "latin1"), start + 4);
    bytes.set(data, start + 8);
    view.setUint32(start + 8 + data.length, crc32(bytes.subarray(start + 4, start + 8 + data.length)));
    start += 12 + data.length;
  }
  return bytes;
}
