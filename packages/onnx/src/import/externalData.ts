/**
 * Tensors whose values lie in files beside the model. The model names these files, and whoever wrote it may be a stranger: nothing
 * outside the model's own folder is opened, whether by `..`, by an absolute path or through a link.
 */
import { closeSync, constants, fstatSync, openSync, readSync, realpathSync } from "node:fs";
import { isAbsolute, join, win32 } from "node:path";
import { LinknetError } from "@linknet-kit/core";
import { OnnxBudgetError } from "../decode/errors.js";
import type { EntryRecord, TensorRecord } from "../decode/records.js";
import { type ExternalValues, declaredBytes, isExternal } from "./importTensor.js";

export class ExternalDataError extends LinknetError {
  readonly code = "EXTERNAL_DATA";

  constructor(data: { readonly tensor: string; readonly problem: string; readonly cause?: unknown }) {
    super(`tensor "${data.tensor}" has its values in another file: ${data.problem}`, {
      hint: "keep the model together with the files it was written with, in one folder and without links",
      cause: data.cause,
    });
  }
}

/** Where a tensor says that its values are. */
interface Place {
  readonly location: string;
  readonly offset: number;
  readonly length: number;
}

/** One read takes a number of bytes that fits 32 bits. */
const MOST_BYTES = 2 ** 31 - 1;

/**
 * How to read the values of every tensor of the model that lie in other files of `folder`, together no more than `limit` bytes. That
 * they are there is checked at once; each is read when it is asked for, from a file that is checked again.
 */
export function findExternalValues(
  initializers: readonly TensorRecord[],
  folder: string,
  limit: number,
): ExternalValues {
  const values = new Map<TensorRecord, () => Uint8Array>();
  const sizes = new Map<string, number>();
  let total = 0;
  for (const proto of initializers) {
    if (!isExternal(proto)) continue;
    const tensor = proto.name ?? "";
    const place = placeOf(tensor, proto.externalData ?? [], declaredBytes(proto));
    total += place.length;
    if (total > limit) throw new OnnxBudgetError({ what: "bytes of tensors", limit });
    const size = sizes.get(place.location) ?? withFile(tensor, folder, place.location, sizeOf);
    sizes.set(place.location, size);
    checkRange(tensor, place, size);
    values.set(proto, () => withFile(tensor, folder, place.location, (file) => readRange(tensor, file, place)));
  }
  return values;
}

/**
 * The files that hold values of the tensors, as the model names them, each once. Every one is looked at as if it were read, so that
 * whoever opens them in this process's stead, as a runtime does, is not led elsewhere by the model.
 */
export function checkExternalFiles(tensors: readonly ExternalTensor[], folder: string): readonly string[] {
  const sizes = new Map<string, number>();
  for (const proto of tensors) {
    if (!isExternal(proto)) continue;
    const tensor = proto.name ?? "";
    const { location, offset, length = 0 } = placeIn(tensor, proto.externalData ?? []);
    const size = sizes.get(location) ?? withFile(tensor, folder, location, sizeOf);
    sizes.set(location, size);
    checkRange(tensor, { offset, length }, size);
  }
  return [...sizes.keys()];
}

type ExternalTensor = Pick<TensorRecord, "name" | "dataLocation" | "externalData">;

function placeOf(tensor: string, entries: readonly EntryRecord[], bytes: number): Place {
  const { length = bytes, ...place } = placeIn(tensor, entries);
  if (length !== bytes)
    throw new ExternalDataError({ tensor, problem: `it has ${length} bytes, its type has ${bytes}` });
  return { ...place, length };
}

/** As the entries say it. */
function placeIn(
  tensor: string,
  entries: readonly EntryRecord[],
): Pick<Place, "location" | "offset"> & { readonly length?: number | undefined } {
  const given = new Map<string, string>();
  for (const { key = "", value = "" } of entries) {
    if (given.has(key)) throw new ExternalDataError({ tensor, problem: `it gives ${key} twice` });
    given.set(key, value);
  }
  const wholeNumber = (key: string): number | undefined => {
    const text = given.get(key);
    if (text === undefined) return undefined;
    const number = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(number)) return number;
    throw new ExternalDataError({ tensor, problem: `its ${key} is "${text}"` });
  };
  const location = checkedLocation(tensor, given.get("location"));
  return { location, offset: wholeNumber("offset") ?? 0, length: wholeNumber("length") };
}

function checkedLocation(tensor: string, location: string | undefined): string {
  if (location === undefined || location === "") throw new ExternalDataError({ tensor, problem: "it names none" });
  const leaves = location.split(/[/\\]/).includes("..");
  if (leaves || isAbsolute(location) || win32.isAbsolute(location) || location.includes("\0")) {
    throw new ExternalDataError({ tensor, problem: `"${location}" is outside the model's folder` });
  }
  return location;
}

/** What `use` makes of a file of the folder, which is closed again. */
function withFile<T>(tensor: string, folder: string, location: string, use: (file: number) => T): T {
  const file = openInside(tensor, folder, location);
  try {
    return use(file);
  } finally {
    closeSync(file);
  }
}

function openInside(tensor: string, folder: string, location: string): number {
  const problem = (text: string, cause?: unknown) => new ExternalDataError({ tensor, problem: text, cause });
  const path = join(realpathSync(folder), location);
  const real = orThrow(
    () => realpathSync(path),
    (cause) => problem(`there is no "${location}" beside the model`, cause),
  );
  if (real !== path) throw problem(`"${location}" is a link, or lies behind one`);
  // Not followed even if it became a link a moment ago, and not waited for if it is a pipe.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = orThrow(
    () => openSync(path, flags),
    (cause) => problem(`"${location}" cannot be opened`, cause),
  );
  const stats = fstatSync(file);
  // A second name of the same file may be anywhere, so that a file elsewhere could be read through this one.
  if (stats.isFile() && stats.nlink === 1) return file;
  closeSync(file);
  throw problem(`"${location}" ${stats.isFile() ? "has several hard links" : "is not a file"}`);
}

function orThrow<T>(compute: () => T, error: (cause: unknown) => Error): T {
  try {
    return compute();
  } catch (cause) {
    throw error(cause);
  }
}

function sizeOf(file: number): number {
  return fstatSync(file).size;
}

function checkRange(tensor: string, { offset, length }: Omit<Place, "location">, size: number): void {
  if (offset + length <= size) return;
  const problem = `bytes ${offset} to ${offset + length} are asked of a file of ${size}`;
  throw new ExternalDataError({ tensor, problem });
}

function readRange(tensor: string, file: number, place: Place): Uint8Array {
  const { offset, length } = place;
  checkRange(tensor, place, sizeOf(file));
  if (length > MOST_BYTES) {
    throw new ExternalDataError({ tensor, problem: `it has ${length} bytes, and ${MOST_BYTES} are read at most` });
  }
  const bytes = new Uint8Array(length);
  for (let read = 0; read < length; ) {
    const bytesRead = readSync(file, bytes, read, length - read, offset + read);
    if (bytesRead === 0) throw new ExternalDataError({ tensor, problem: "the file was cut off while it was read" });
    read += bytesRead;
  }
  return bytes;
}
