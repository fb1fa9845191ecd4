/** Tensors out of a file of weights, whichever of the formats it has: told by its first bytes, not by what it is called. */
import { basename } from "node:path";
import { LinknetError } from "@linknet-kit/base";
import { readBytes } from "@linknet-kit/base/files";
import type { Tensor } from "@linknet-kit/core";
import { UnreadableWeightsError, UnsupportedWeightsError } from "./damaged.js";
import { MemoryBudget } from "./memory/budget.js";
import { decodeNpy, decodeNpz, isNumpy } from "./numpy/decodeNumpy.js";
import { MAGIC as NUMPY } from "./numpy/header.js";
import { decodeLegacyPytorch, decodePytorch, isPytorch } from "./pytorch/decodePytorch.js";
import { UnreadableSafetensorsError } from "./safetensors/errors.js";
import { decodeUnchanged } from "./safetensors/decodeUnchanged.js";
import { readZip } from "./zip.js";

export interface WeightsFile {
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** The keys that lead to them in a file that holds more than weights. */
  readonly path: readonly string[];
}

export interface ReadWeightsOptions {
  /** The largest file that is read; 2 GB where it is not given. */
  readonly maximumBytes?: number;
}

const ZIP = Uint8Array.of(0x50, 0x4b);
const PICKLE = Uint8Array.of(0x80);
/** What PyTorch wrote before 0.1.10. */
const TAR = { at: 257, magic: new TextEncoder().encode("ustar") };
/** The header of safetensors is an object, after its length. */
const SAFETENSORS = { at: 8, magic: Uint8Array.of(0x7b) };

/** The tensors of a safetensors, PyTorch or NumPy file; what is wrong with it is an error with its path. */
export async function readWeights(
  path: string,
  { maximumBytes = 2 ** 31 - 1 }: ReadWeightsOptions = {},
): Promise<WeightsFile> {
  const bytes = await readBytes(path, { maximumBytes });
  try {
    return await decodeWeights(bytes, basename(path));
  } catch (cause) {
    if (!(cause instanceof LinknetError)) throw cause;
    throw isSafetensors(bytes, path)
      ? new UnreadableSafetensorsError({ path, cause })
      : new UnreadableWeightsError({ path, cause });
  }
}

/** The tensors of a file's bytes; `name` is what the file is called, which a single array is called too. */
export async function decodeWeights(bytes: Uint8Array, name: string): Promise<WeightsFile> {
  const budget = new MemoryBudget(bytes.length);
  if (startsWith(bytes, NUMPY)) {
    const array = name.replace(/\.npy$/i, "");
    return { tensors: new Map([[array, decodeNpy(bytes, budget, "the array")]]), path: [] };
  }
  if (isSafetensors(bytes, name)) return { ...decodeUnchanged(bytes), path: [] };
  if (startsWith(bytes, ZIP)) return await decodeArchive(bytes, budget);
  if (startsWith(bytes, PICKLE)) return decodeLegacyPytorch(bytes, budget);
  if (startsWith(bytes, TAR.magic, TAR.at)) throw unknown("a tar archive, as PyTorch wrote before 0.1.10");
  throw unknown("none of the files that are read as weights");
}

async function decodeArchive(bytes: Uint8Array, budget: MemoryBudget): Promise<WeightsFile> {
  const entries = await readZip(bytes);
  if (isPytorch(entries)) return decodePytorch(entries, budget);
  if (isNumpy(entries)) return { tensors: decodeNpz(entries, budget), path: [] };
  throw unknown("a zip archive, and neither PyTorch's nor NumPy's");
}

function isSafetensors(bytes: Uint8Array, name: string): boolean {
  return name.toLowerCase().endsWith(".safetensors") || startsWith(bytes, SAFETENSORS.magic, SAFETENSORS.at);
}

function startsWith(bytes: Uint8Array, magic: Uint8Array, at = 0): boolean {
  return magic.every((byte, index) => bytes[at + index] === byte);
}

function unknown(what: string): UnsupportedWeightsError {
  return new UnsupportedWeightsError({
    problem: `the file is ${what}`,
    hint: "give a safetensors file, a PyTorch state dictionary (.pt, .pth, .bin), NumPy's .npz or .npy, or an ONNX file",
  });
}
