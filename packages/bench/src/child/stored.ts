/** Outputs kept between processes: one file of raw elements an output, `0.bin`, `1.bin`, ... in the graph's order. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Tensor, Value } from "@linknet-kit/core";
import { printType, sameType, tensorOfBytes } from "@linknet-kit/core/tensors";
import type { Tensors } from "../runtimes/runtime.js";

/** The first `required` of the outputs must be there as their types say, all unless given; others that are not are left out. */
export async function storeOutputs(
  folder: string,
  outputs: readonly Value[],
  tensors: Tensors,
  required = outputs.length,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [index, { name, type }] of outputs.entries()) {
    const tensor = tensors[name];
    if (tensor === undefined || !sameType(tensor, type)) {
      if (index >= required) continue;
      const found = tensor === undefined ? "missing" : printType(tensor);
      throw new Error(`the output "${name}" is ${found}, expected ${printType(type)}`);
    }
    const { buffer, byteOffset, byteLength } = tensor.data;
    await writeFile(fileOf(folder, index), new Uint8Array(buffer, byteOffset, byteLength));
  }
}

export async function loadOutput(folder: string, outputs: readonly Value[], index: number): Promise<Tensor> {
  return tensorOfBytes(outputs[index]!.type, await readFile(fileOf(folder, index)));
}

function fileOf(folder: string, index: number): string {
  return join(folder, `${index}.bin`);
}
