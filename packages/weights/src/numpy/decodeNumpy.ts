/** Tensors of NumPy's files: one array, or an archive of arrays by name. */
import { type Tensor, elementCount } from "@linknet-kit/core";
import type { MemoryBudget } from "../memory/budget.js";
import { elementBytes, layoutProblem, rowMajor, stridedTensor } from "../memory/elements.js";
import { quoted } from "../safetensors/errors.js";
import type { ZipEntry } from "../zip.js";
import { damaged, parseHeader } from "./header.js";

const EXTENSION = ".npy";

/** Whether an archive is one of NumPy's. */
export function isNumpy(entries: ReadonlyMap<string, ZipEntry>): boolean {
  return [...entries.keys()].some((name) => name.endsWith(EXTENSION));
}

/** The arrays of an archive, by their names. */
export function decodeNpz(entries: ReadonlyMap<string, ZipEntry>, budget: MemoryBudget): ReadonlyMap<string, Tensor> {
  const tensors = new Map<string, Tensor>();
  for (const [name, entry] of entries) {
    if (!name.endsWith(EXTENSION)) throw damaged(`${quoted(name)} is no array`);
    const own = name.slice(0, -EXTENSION.length);
    tensors.set(own, decodeNpy(entry.read(budget), budget, `array ${quoted(own)}`));
  }
  return tensors;
}

/** The array whose file this is; `what` names it in words. */
export function decodeNpy(bytes: Uint8Array, budget: MemoryBudget, what: string): Tensor {
  const { type, shape, isBigEndian, isFortran, dataStart } = parseHeader(bytes, what);
  const strides = isFortran ? rowMajor(shape.toReversed()).toReversed() : rowMajor(shape);
  const layout = { type, shape, strides, offset: 0, isBigEndian };
  const values = bytes.subarray(dataStart);
  const problem = layoutProblem(layout, values.length);
  if (problem !== undefined) throw damaged(`${what} ${problem}`);
  const expected = elementCount({ shape }) * elementBytes(type);
  if (values.length !== expected)
    throw damaged(`${what} has ${values.length} bytes of elements, ${expected} were to be there`);
  return stridedTensor(values, layout, budget, what);
}
