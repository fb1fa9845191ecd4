/**
 * Tensors whose values lie in files beside the model. The model names these files, and whoever wrote it may be a stranger: nothing
 * outside the model's own folder is opened, whether by `..`, by an absolute path or through a link.
 */
import { constants } from "node:fs";
import { type FileHandle, open, realpath } from "node:fs/promises";
import { isAbsolute, join, win32 } from "node:path";
import { LinknetError } from "@linknet-kit/core";
import { OnnxBudgetError } from "../decode/errors.js";
import { TensorProto, type onnx } from "../onnxProto.js";
import { type ExternalValues, declaredBytes } from "./importTensor.js";

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
}

/** The values of every tensor of the model that lie in other files of `folder`, together no more than `limit` bytes. */
export async function readExternalValues(
  initializers: readonly onnx.ITensorProto[],
  folder: string,
  limit: number,
): Promise<ExternalValues> {
  const values = new Map<onnx.ITensorProto, Uint8Array>();
  const files = new Map<string, FileHandle>();
  let total = 0;
  try {
    for (const proto of initializers) {
      if (proto.dataLocation !== TensorProto.DataLocation.EXTERNAL) continue;
      const tensor = proto.name ?? "";
      const { location, offset } = placeOf(tensor, proto.externalData ?? [], declaredBytes(proto));
      total += declaredBytes(proto);
      if (total > limit) throw new OnnxBudgetError({ what: "bytes of tensors", limit });
      const file = files.get(location) ?? (await openInside(tensor, folder, location));
      files.set(location, file);
      values.set(proto, await readRange(tensor, file, { offset, length: declaredBytes(proto) }));
    }
  } finally {
    for (const file of files.values()) await file.close();
  }
  return values;
}

function placeOf(tensor: string, entries: readonly onnx.IStringStringEntryProto[], bytes: number): Place {
  const given = new Map<string, string>();
  for (const { key, value } of entries) {
    if (given.has(key ?? "")) throw new ExternalDataError({ tensor, problem: `it gives ${key} twice` });
    given.set(key ?? "", value ?? "");
  }
  const wholeNumber = (key: string, fallback: number): number => {
    const text = given.get(key);
    if (text === undefined) return fallback;
    const number = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(number)) return number;
    throw new ExternalDataError({ tensor, problem: `its ${key} is "${text}"` });
  };
  const length = wholeNumber("length", bytes);
  if (length !== bytes)
    throw new ExternalDataError({ tensor, problem: `it has ${length} bytes, its type has ${bytes}` });
  return { location: checkedLocation(tensor, given.get("location")), offset: wholeNumber("offset", 0) };
}

function checkedLocation(tensor: string, location: string | undefined): string {
  if (location === undefined || location === "") throw new ExternalDataError({ tensor, problem: "it names none" });
  const leaves = location.split(/[/\\]/).includes("..");
  if (leaves || isAbsolute(location) || win32.isAbsolute(location) || location.includes("\0")) {
    throw new ExternalDataError({ tensor, problem: `"${location}" is outside the model's folder` });
  }
  return location;
}

async function openInside(tensor: string, folder: string, location: string): Promise<FileHandle> {
  const root = await realpath(folder);
  const path = join(root, location);
  const real = await realpath(path).catch((cause: unknown) => {
    throw new ExternalDataError({ tensor, problem: `there is no "${location}" beside the model`, cause });
  });
  if (real !== path) {
    throw new ExternalDataError({ tensor, problem: `"${location}" is a link, or lies behind one` });
  }
  // Not followed even if it became a link a moment ago, and not waited for if it is a pipe.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await open(path, flags).catch((cause: unknown) => {
    throw new ExternalDataError({ tensor, problem: `"${location}" cannot be opened`, cause });
  });
  const stats = await file.stat();
  // A second name of the same file may be anywhere, so that a file elsewhere could be read through this one.
  if (stats.isFile() && stats.nlink === 1) return file;
  await file.close();
  const problem = stats.isFile() ? "has several hard links" : "is not a file";
  throw new ExternalDataError({ tensor, problem: `"${location}" ${problem}` });
}

async function readRange(
  tensor: string,
  file: FileHandle,
  { offset, length }: { readonly offset: number; readonly length: number },
): Promise<Uint8Array> {
  const { size } = await file.stat();
  if (offset + length > size) {
    const problem = `bytes ${offset} to ${offset + length} are asked of a file of ${size}`;
    throw new ExternalDataError({ tensor, problem });
  }
  const bytes = new Uint8Array(length);
  for (let read = 0; read < length; ) {
    const { bytesRead } = await file.read(bytes, read, length - read, offset + read);
    if (bytesRead === 0) throw new ExternalDataError({ tensor, problem: "the file was cut off while it was read" });
    read += bytesRead;
  }
  return bytes;
}
