/** The header of an array of NumPy, versions 1 to 3: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html */
import type { DType } from "@linknet-kit/core";
import { DamagedWeightsError, UnsupportedWeightsError } from "../damaged.js";
import { printable } from "../safetensors/errors.js";

export interface ArrayHeader {
  readonly type: DType;
  readonly isBigEndian: boolean;
  /** Whether the first axis lies next to each other, not the last. */
  readonly isFortran: boolean;
  readonly shape: readonly number[];
  /** Where the elements begin. */
  readonly dataStart: number;
}

/** The first bytes of every array. */
export const MAGIC = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59);
const VERSION_BYTES = 2;
/** NumPy itself takes ten thousand bytes from strangers. */
const LONGEST_HEADER = 10_000;

const TYPES: Readonly<Record<string, DType>> = {
  f2: "float16",
  f4: "float32",
  f8: "float64",
  i1: "int8",
  i2: "int16",
  i4: "int32",
  i8: "int64",
  u1: "uint8",
  u2: "uint16",
  u4: "uint32",
  u8: "uint64",
  b1: "bool",
};

/** One entry of the dictionary that the header is, as NumPy writes it; a number of Python 2 may end in L. */
const ENTRY =
  /\s*'(descr|fortran_order|shape)'\s*:\s*('[^'\\]*'|True|False|\((?:\s*\d+L?\s*,?)*\s*\)|\[)\s*(,|(?=\s*\}))/y;

/** `what` is the array in words. */
export function parseHeader(bytes: Uint8Array, what: string): ArrayHeader {
  const start = MAGIC.length + VERSION_BYTES;
  if (!MAGIC.every((byte, index) => bytes[index] === byte)) throw damaged(`${what} does not begin as an array does`);
  const [major = 0, minor = 0] = bytes.subarray(MAGIC.length, start);
  if (major < 1 || major > 3 || minor !== 0)
    throw damaged(`${what} is of version ${major}.${minor}, which is not known`);
  const lengthBytes = major === 1 ? 2 : 4;
  if (bytes.length < start + lengthBytes) throw damaged(`${what} ends within its header`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const length = major === 1 ? view.getUint16(start, true) : view.getUint32(start, true);
  const dataStart = start + lengthBytes + length;
  if (length > LONGEST_HEADER)
    throw damaged(`${what} says to have a header of ${length} bytes, and ${LONGEST_HEADER} are the most`);
  if (dataStart > bytes.length) throw damaged(`${what} ends within its header`);
  const text = new TextDecoder(major === 3 ? "utf-8" : "latin1").decode(bytes.subarray(start + lengthBytes, dataStart));
  const entries = entriesOf(text, what);
  return {
    ...typeOf(entries["descr"] ?? "", what),
    isFortran: entries["fortran_order"] === "True",
    shape: shapeOf(entries["shape"] ?? ""),
    dataStart,
  };
}

function entriesOf(text: string, what: string): Readonly<Record<string, string>> {
  const entries: Record<string, string> = {};
  const open = /^\s*\{/.exec(text);
  ENTRY.lastIndex = open?.[0].length ?? 0;
  for (let match = ENTRY.exec(text); match !== null; match = ENTRY.exec(text)) {
    const [, key = "", value = ""] = match;
    if (key in entries) throw damaged(`${what} says its ${key} twice`);
    entries[key] = value;
    const end = match.index + match[0].length;
    if (/^\s*\}\s*$/.test(text.slice(end)) && Object.keys(entries).length === 3) return checked(entries, what);
    ENTRY.lastIndex = end;
  }
  if (/'descr'\s*:\s*\[/.test(text)) throw unsupported(`${what} holds records`);
  throw damaged(`${what} has a header that is not as NumPy writes it`);
}

function checked(entries: Readonly<Record<string, string>>, what: string): Readonly<Record<string, string>> {
  const { descr = "", fortran_order: order = "", shape = "" } = entries;
  if (descr.startsWith("'") && /^(True|False)$/.test(order) && shape.startsWith("(")) return entries;
  throw damaged(`${what} has a header that is not as NumPy writes it`);
}

function typeOf(descr: string, what: string): { readonly type: DType; readonly isBigEndian: boolean } {
  const [, order = "", name = ""] = /^'([<>|=]?)(\w+)'$/.exec(descr) ?? [];
  const type = Object.hasOwn(TYPES, name) ? TYPES[name] : undefined;
  if (type !== undefined) return { type, isBigEndian: order === ">" };
  if (name === "O") throw unsupported(`${what} holds objects of Python, and no code of a file is run`);
  throw unsupported(`${what} is of the type ${printable(descr)}, which is not supported`);
}

/** `(3,)`, `(2, 3)` or `()`. */
function shapeOf(text: string): readonly number[] {
  return [...text.matchAll(/\d+/g)].map(([digits]) => Number(digits));
}

export function damaged(problem: string): DamagedWeightsError {
  return new DamagedWeightsError({ format: "NumPy file", problem });
}

function unsupported(problem: string): UnsupportedWeightsError {
  return new UnsupportedWeightsError({ problem, hint: `save it as one of ${Object.values(TYPES).join(", ")}` });
}
