/** Zip archives of strangers: which entries there are is checked whole, and for each how large it becomes, before one is taken out. */
import { LinknetError } from "@linknet-kit/base";
import { crc32, inflateRawSync } from "node:zlib";
import { type Entry, type ZipFile, fromBufferPromise } from "yauzl";
import { DamagedWeightsError, messageOf } from "./damaged.js";
import type { MemoryBudget } from "./memory/budget.js";
import { quoted } from "./safetensors/errors.js";

export interface ZipEntry {
  readonly name: string;
  /** Of its content. */
  readonly bytes: number;
  /** The content, checked against its checksum where it has one; without a copy where it is stored as it is. */
  readonly read: (budget: MemoryBudget) => Uint8Array;
}

const MOST_ENTRIES = 100_000;
/** The most that deflate makes of one byte. */
const HIGHEST_RATIO = 1032;
const STORED = 0;
/** What PyTorch writes where it is told to compute none. */
const NO_CHECKSUM = 0;

interface Region {
  readonly name: string;
  readonly begin: number;
  readonly end: number;
}

/** The entries of an archive by their names, folders left out. */
export async function readZip(bytes: Uint8Array): Promise<ReadonlyMap<string, ZipEntry>> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const zip = await orDamaged(fromBufferPromise(buffer, { lazyEntries: true, strictFileNames: true }));
  try {
    return await orDamaged(entriesOf(zip, buffer));
  } finally {
    zip.close();
  }
}

async function entriesOf(zip: ZipFile, buffer: Buffer): Promise<ReadonlyMap<string, ZipEntry>> {
  if (zip.entryCount > MOST_ENTRIES)
    throw damaged(`it has ${zip.entryCount} entries, and ${MOST_ENTRIES} are the most`);
  const entries = new Map<string, ZipEntry>();
  const regions: Region[] = [];
  for await (const entry of zip.eachEntry()) {
    const name = entry.fileName;
    const local = await zip.readLocalFileHeaderPromise(entry);
    const begin = local.fileDataStart;
    const end = begin + entry.compressedSize;
    regions.push({ name, begin: entry.relativeOffsetOfLocalHeader, end });
    checkEntry(entry, end, buffer.length);
    if (entries.has(name)) throw damaged(`it has ${quoted(name)} twice`);
    // Readers that go through the file from its start would see another archive.
    if (!local.fileName.equals(entry.fileNameRaw) || local.compressionMethod !== entry.compressionMethod) {
      throw damaged(`${quoted(name)} is not what stands before its content`);
    }
    if (name.endsWith("/")) continue;
    const content = buffer.subarray(begin, end);
    entries.set(name, { name, bytes: entry.uncompressedSize, read: (budget) => contentOf(entry, content, budget) });
  }
  checkApart(regions);
  return entries;
}

function checkEntry(entry: Entry, end: number, fileBytes: number): void {
  const { fileName, compressedSize, uncompressedSize, compressionMethod } = entry;
  const what = quoted(fileName);
  if (entry.isEncrypted()) throw damaged(`${what} is encrypted`);
  if (!entry.canDecodeFileData()) throw damaged(`${what} is compressed by method ${compressionMethod}`);
  if (!(end <= fileBytes)) throw damaged(`it ends within ${what}`);
  if (
    compressionMethod === STORED
      ? compressedSize === uncompressedSize
      : uncompressedSize <= HIGHEST_RATIO * compressedSize
  )
    return;
  throw damaged(`${what} cannot have ${uncompressedSize} bytes in ${compressedSize}`);
}

/** No byte belongs to two entries: a small file could be made to hold the same content very often. */
function checkApart(regions: readonly Region[]): void {
  let before: Region | undefined;
  for (const region of regions.toSorted((a, b) => a.begin - b.begin)) {
    if (before !== undefined && region.begin < before.end) {
      throw damaged(`${quoted(region.name)} overlaps ${quoted(before.name)}`);
    }
    before = region;
  }
}

function contentOf(entry: Entry, compressed: Uint8Array, budget: MemoryBudget): Uint8Array {
  const what = quoted(entry.fileName);
  const content = entry.compressionMethod === STORED ? compressed : inflated(entry, compressed, budget);
  if (content.length !== entry.uncompressedSize)
    throw damaged(`${what} has ${content.length} bytes, not those it says`);
  if (entry.crc32 !== NO_CHECKSUM && crc32(content) !== entry.crc32)
    throw damaged(`${what} does not have its checksum`);
  return content;
}

function inflated({ fileName, uncompressedSize }: Entry, compressed: Uint8Array, budget: MemoryBudget): Uint8Array {
  budget.take(uncompressedSize, quoted(fileName));
  try {
    return inflateRawSync(compressed, { maxOutputLength: Math.max(uncompressedSize, 1) });
  } catch (cause) {
    throw new DamagedWeightsError({ format: FORMAT, problem: `${quoted(fileName)} is no deflated data`, cause });
  }
}

const FORMAT = "zip archive";

function damaged(problem: string): DamagedWeightsError {
  return new DamagedWeightsError({ format: FORMAT, problem });
}

/** What the library finds wrong with an archive as an error of ours. */
async function orDamaged<T>(reading: Promise<T>): Promise<T> {
  return await reading.catch((cause: unknown) => {
    throw cause instanceof LinknetError
      ? cause
      : new DamagedWeightsError({ format: FORMAT, problem: messageOf(cause), cause });
  });
}
