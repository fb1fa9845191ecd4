/** Tensors from safetensors files and bytes. The file may be anything: it is checked whole before a tensor is made of it. */
import { LinknetError } from "@linknet-kit/base";
import { readBytes } from "@linknet-kit/base/files";
import type { Tensor } from "@linknet-kit/core";
import { isSupported, tensorOf } from "./dataTypes.js";
import { UnreadableSafetensorsError, UnsupportedTypesError } from "./errors.js";
import { parseHeader } from "./header.js";

export interface Safetensors {
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** What who wrote the file says of it. */
  readonly metadata: ReadonlyMap<string, string>;
}

export interface ReadSafetensorsOptions {
  /** The largest file that is read; 2 GB where it is not given. */
  readonly maximumBytes?: number;
}

/** The tensors of a file; what is wrong with it is an error with its path. */
export async function readSafetensors(
  path: string,
  { maximumBytes = 2 ** 31 - 1 }: ReadSafetensorsOptions = {},
): Promise<Safetensors> {
  const bytes = await readBytes(path, { maximumBytes });
  try {
    return decodeSafetensors(bytes);
  } catch (cause) {
    throw cause instanceof LinknetError ? new UnreadableSafetensorsError({ path, cause }) : cause;
  }
}

/** The tensors of a file's bytes, most of them without a copy. */
export function decodeSafetensors(bytes: Uint8Array): Safetensors {
  const { tensors, metadata, dataStart } = parseHeader(bytes);
  const unsupported = tensors.filter(({ type }) => !isSupported(type));
  if (unsupported.length > 0) throw new UnsupportedTypesError({ tensors: unsupported });
  const decoded = tensors.map(({ name, type, shape, begin, end }): [string, Tensor] => {
    if (!isSupported(type)) throw new Error(`${type} was refused before`);
    return [name, tensorOf(type, shape, bytes.subarray(dataStart + begin, dataStart + end))];
  });
  return { tensors: new Map(decoded), metadata };
}
