/** Tensors from the bytes of safetensors files. They may be anything: they are checked whole before a tensor is made of them. */
import type { Tensor } from "@linknet-kit/core";
import { isSupported, tensorOf } from "./dataTypes.js";
import { UnsupportedTypesError } from "./errors.js";
import { parseHeader } from "./header.js";

export interface Safetensors {
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** What who wrote the file says of it. */
  readonly metadata: ReadonlyMap<string, string>;
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
