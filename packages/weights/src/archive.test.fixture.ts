/** Zip archives written by hand, so that each field can say something wrong. */
import { crc32, deflateRawSync } from "node:zlib";

interface Fields {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly checksum: number;
  readonly compressedSize: number;
  readonly uncompressedSize: number;
  readonly offset: number;
}

interface ArchiveOptions {
  readonly deflate?: boolean;
  /** What every entry is deflated to, where they are all the same. */
  readonly deflated?: { readonly bytes: Uint8Array; readonly checksum: number };
  /** What the directory at the end says of entries, whatever they are. */
  readonly change?: Readonly<Record<string, Partial<Fields>>>;
}

export function archiveOf(
  entries: Readonly<Record<string, Uint8Array>>,
  { deflate = false, deflated, change = {} }: ArchiveOptions = {},
): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(entries)) {
    const bytes = deflate ? (deflated?.bytes ?? deflateRawSync(content)) : content;
    const checksum = deflated?.checksum ?? crc32(content);
    const sizes = { compressedSize: bytes.length, uncompressedSize: content.length };
    const fields = { name, flags: 0x800, method: deflate ? 8 : 0, checksum, ...sizes, offset };
    const local = Buffer.concat([header(0x04034b50, [20], fields), Buffer.from(name), bytes]);
    const said = { ...fields, ...change[name] };
    directory.push(Buffer.concat([header(0x02014b50, [20, 20], said), place(said), Buffer.from(said.name)]));
    parts.push(local);
    offset += local.length;
  }
  return new Uint8Array(Buffer.concat([...parts, ...directory, end(directory, offset)]));
}

function header(signature: number, versions: readonly number[], fields: Fields): Buffer {
  const bytes = Buffer.alloc(4 + 2 * versions.length + 24);
  bytes.writeUInt32LE(signature, 0);
  versions.forEach((version, index) => bytes.writeUInt16LE(version, 4 + 2 * index));
  const start = 4 + 2 * versions.length;
  bytes.writeUInt16LE(fields.flags, start);
  bytes.writeUInt16LE(fields.method, start + 2);
  bytes.writeUInt32LE(fields.checksum, start + 8);
  bytes.writeUInt32LE(fields.compressedSize, start + 12);
  bytes.writeUInt32LE(fields.uncompressedSize, start + 16);
  bytes.writeUInt16LE(Buffer.byteLength(fields.name), start + 20);
  return bytes;
}

function place({ offset }: Fields): Buffer {
  const bytes = Buffer.alloc(14);
  bytes.writeUInt32LE(offset, 10);
  return bytes;
}

function end(directory: readonly Uint8Array[], offset: number): Buffer {
  const bytes = Buffer.alloc(22);
  bytes.writeUInt32LE(0x06054b50, 0);
  bytes.writeUInt16LE(directory.length, 8);
  bytes.writeUInt16LE(directory.length, 10);
  bytes.writeUInt32LE(
    directory.reduce((sum, { length }) => sum + length, 0),
    12,
  );
  bytes.writeUInt32LE(offset, 16);
  return bytes;
}
