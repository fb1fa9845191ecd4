/** Outputs kept between processes: one file of raw elements an output, `0.bin`, `1.bin`, ... in the graph's order. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Tensor, Value } from "@linknet-kit/core";
import type { Tensors } from "../runtimes/runtime.js";

export async function storeOutputs(folder: string, outputs: readonly Value[], tensors: Tensors): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [index, { name }] of outputs.entries()) {
    const tensor = tensors[name];
    if (tensor === undefined) throw new Error(`the output "${name}" is missing`);
    const { buffer, byteOffset, byteLength } = tensor.data;
    await writeFile(fileOf(folder, index), new Uint8Array(buffer, byteOffset, byteLength));
  }
}

export async function loadOutput(folder: string, outputs: readonly Value[], index: number): Promise<Tensor> {
  const { dtype, shape } = outputs[index]!.type;
  const { buffer, byteOffset, byteLength } = await readFile(fileOf(folder, index));
  const bytes = buffer.slice(byteOffset, byteOffset + byteLength);
  return dtype === "float32"
    ? { dtype, shape, data: new Float32Array(bytes) }
    : { dtype, shape, data: new BigInt64Array(bytes) };
}

export async function loadOutputs(folder: string, outputs: readonly Value[]): Promise<Tensors> {
  const tensors = outputs.map(async ({ name }, index) => [name, await loadOutput(folder, outputs, index)] as const);
  return Object.fromEntries(await Promise.all(tensors));
}

function fileOf(folder: string, index: number): string {
  return join(folder, `${index}.bin`);
}
