/**
 * Tensors whose values lie in files beside the model. The model names these files, and whoever wrote it may be a stranger: nothing
 * outside the model's own folder is opened, whether by `..`, by an absolute path or through a link.
 */
import { closeSync, constants, fstatSync, openSync, readSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { OnnxBudgetError } from "../decode/errors.js";
import type { TensorRecord } from "../decode/records.js";
import { ExternalDataError, type ExternalPlace, checkRange, placeOf, wholePlaceOf } from "./externalPlace.js";
import { type ExternalValues, isExternal } from "./importTensor.js";

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
    const place = wholePlaceOf(proto);
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
    const { location, offset, length = 0 } = placeOf(tensor, proto.externalData ?? []);
    const size = sizes.get(location) ?? withFile(tensor, folder, location, sizeOf);
    sizes.set(location, size);
    checkRange(tensor, { location, offset, length }, size);
  }
  return [...sizes.keys()];
}

type ExternalTensor = Pick<TensorRecord, "name" | "dataLocation" | "externalData">;

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

function readRange(tensor: string, file: number, place: Required<ExternalPlace>): Uint8Array {
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
