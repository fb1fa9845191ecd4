/** Tensors from safetensors files. */
import { LinknetError } from "@linknet-kit/base";
import { readBytes } from "@linknet-kit/base/files";
import type { Safetensors } from "./decodeSafetensors.js";
import { decodeUnchanged } from "./decodeUnchanged.js";
import { UnreadableSafetensorsError } from "./errors.js";

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
    return decodeUnchanged(bytes);
  } catch (cause) {
    throw cause instanceof LinknetError ? new UnreadableSafetensorsError({ path, cause }) : cause;
  }
}
