/** The header of a safetensors file, checked before any of it is believed: https://github.com/huggingface/safetensors#format */
import type { Shape } from "@linknet-kit/core";
import { parseStrictJson } from "../strictJson.js";
import { BITS } from "./dataTypes.js";
import { DamagedSafetensorsError, printable, quoted } from "./errors.js";

/** Its length stands before it, as a whole number of eight bytes. */
export const LENGTH_BYTES = 8;
/** The longest header, of about a hundred thousand tensors. The format's own limit, 100 MB, would only keep a reader busy. */
export const MAXIMUM_HEADER_BYTES = 2 ** 24;
export const METADATA = "__metadata__";
/** More axes than any op takes. */
const HIGHEST_RANK = 32;

interface TensorEntry {
  readonly name: string;
  /** As the file calls it. */
  readonly type: string;
  readonly shape: Shape;
  /** Where the tensor's bytes begin, counted from the end of the header; `end` is the first byte after them. */
  readonly begin: number;
  readonly end: number;
}

export interface Header {
  readonly tensors: readonly TensorEntry[];
  readonly metadata: ReadonlyMap<string, string>;
  /** Where the tensors' bytes begin in the file. */
  readonly dataStart: number;
}

/** The header of a whole file; the tensors' bytes fill all that follows it, one after the other. */
export function parseHeader(bytes: Uint8Array): Header {
  const dataStart = LENGTH_BYTES + headerLength(bytes);
  const text = utf8(bytes.subarray(LENGTH_BYTES, dataStart));
  if (!text.startsWith("{")) throw damaged("its header is no JSON object");
  const record = recordOf(parsed(text), "its header");
  const { [METADATA]: metadata, ...tensors } = record;
  const entries = Object.entries(tensors).map(([name, entry]) => tensorEntry(name, entry));
  checkLayout(entries, bytes.length - dataStart);
  return { tensors: entries, metadata: metadataOf(metadata), dataStart };
}

function headerLength(bytes: Uint8Array): number {
  if (bytes.length < LENGTH_BYTES) throw damaged(`it has ${bytes.length} bytes`);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > MAXIMUM_HEADER_BYTES) {
    throw damaged(`its header says to have ${length} bytes, and ${MAXIMUM_HEADER_BYTES} are the most`);
  }
  if (length > bytes.length - LENGTH_BYTES) throw damaged(`it ends within its header of ${length} bytes`);
  return Number(length);
}

function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new DamagedSafetensorsError({ problem: "its header is no UTF-8", cause });
  }
}

function parsed(text: string): unknown {
  try {
    return parseStrictJson(text);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    const problem = `its header is not the JSON it should be: ${printable(cause.message)}`;
    throw new DamagedSafetensorsError({ problem, cause });
  }
}

function tensorEntry(name: string, given: unknown): TensorEntry {
  const what = `tensor ${quoted(name)}`;
  const { dtype, shape, data_offsets: offsets, ...more } = recordOf(given, what);
  const [unknown] = Object.keys(more);
  if (unknown !== undefined) throw damaged(`${what} has ${quoted(unknown)}, which is not known`);
  if (typeof dtype !== "string") throw damaged(`${what} has no dtype`);
  const [begin, end, ...rest] = wholeNumbers(offsets, `${what} has data_offsets`);
  if (begin === undefined || end === undefined || rest.length > 0 || begin > end) {
    throw damaged(`${what} has data_offsets that are not a beginning and an end`);
  }
  const sides = wholeNumbers(shape, `${what} has a shape`);
  checkBytes(what, { name, type: dtype, shape: sides, begin, end });
  return { name, type: dtype, shape: sides, begin, end };
}

function checkBytes(what: string, { type, shape, begin, end }: TensorEntry): void {
  if (shape.length > HIGHEST_RANK) throw damaged(`${what} has ${shape.length} axes`);
  // A later zero must not hide that an earlier product was too large.
  const elements = shape.reduce((product, side) => {
    if (!Number.isSafeInteger(64 * product * side))
      throw damaged(`${what} has the impossible shape ${shape.join("x")}`);
    return product * side;
  }, 1);
  const bits = BITS.get(type);
  if (bits !== undefined && (elements * bits) / 8 !== end - begin) {
    throw damaged(`${what} is ${type} of shape ${shape.join("x")}, and has ${end - begin} bytes`);
  }
}

/** Every byte belongs to one tensor. */
function checkLayout(entries: readonly TensorEntry[], bytes: number): void {
  let filled = 0;
  let before = "the header";
  for (const { name, begin, end } of entries.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin < filled) throw damaged(`tensor ${quoted(name)} overlaps ${before}`);
    if (begin > filled) throw damaged(`nothing stands between ${before} and tensor ${quoted(name)}`);
    filled = end;
    before = `tensor ${quoted(name)}`;
  }
  if (filled > bytes) throw damaged(`it ends before ${before} does`);
  if (filled < bytes) throw damaged(`${bytes - filled} bytes after ${before} belong to no tensor`);
}

function metadataOf(given: unknown): ReadonlyMap<string, string> {
  const entries = given === undefined ? [] : Object.entries(recordOf(given, METADATA));
  return new Map(
    entries.map(([key, value]) => {
      if (typeof value !== "string") throw damaged(`${METADATA} has ${quoted(key)}, which is no text`);
      return [key, value];
    }),
  );
}

function recordOf(given: unknown, what: string): Record<string, unknown> {
  if (typeof given !== "object" || given === null || Array.isArray(given)) throw damaged(`${what} is no JSON object`);
  return given as Record<string, unknown>;
}

function wholeNumbers(given: unknown, what: string): readonly number[] {
  const isList = Array.isArray(given) && given.every((each) => Number.isSafeInteger(each) && each >= 0);
  if (!isList) throw damaged(`${what} that is no list of whole numbers`);
  return given as number[];
}

function damaged(problem: string): DamagedSafetensorsError {
  return new DamagedSafetensorsError({ problem });
}
