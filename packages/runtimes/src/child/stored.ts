/**
 * Outputs kept between processes: one file of raw elements an output, `0.bin`, `1.bin`, ... in the model's order, and `types.json`, as
 * only a run tells the type of some.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Tensor, TensorType } from "@linknet-kit/core";
import { printType, sameType, tensorOfBytes } from "@linknet-kit/core/tensors";
import { compareOutputs } from "../measure/compare.js";
import type { Comparison } from "../measure/measurement.js";
import type { OutputValue, Tensors } from "../runtime/runtime.js";
import type { CheckJob, MeasureJob } from "./protocol.js";

/** The first `required` of the outputs must be there as their types say, all unless given; others that are not are left out. */
export async function storeOutputs(
  folder: string,
  outputs: readonly OutputValue[],
  tensors: Tensors,
  required = outputs.length,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const types: (TensorType | null)[] = [];
  for (const [index, { name, type }] of outputs.entries()) {
    const tensor = Object.hasOwn(tensors, name) ? tensors[name] : undefined;
    const isThere = tensor !== undefined && (type === undefined || sameType(tensor, type));
    types.push(isThere ? { dtype: tensor.dtype, shape: tensor.shape } : null);
    if (!isThere) {
      if (index >= required) continue;
      const found = tensor === undefined ? "missing" : printType(tensor);
      throw new Error(`the output "${name}" is ${found}${type === undefined ? "" : `, expected ${printType(type)}`}`);
    }
    const { buffer, byteOffset, byteLength } = tensor.data;
    await writeFile(fileOf(folder, index), new Uint8Array(buffer, byteOffset, byteLength));
  }
  await writeFile(typesOf(folder), JSON.stringify(types));
}

/** Rejects where the output of that index was left out. */
export async function loadOutput(folder: string, index: number): Promise<Tensor> {
  const types = JSON.parse(await readFile(typesOf(folder), "utf8")) as readonly (TensorType | null)[];
  const type = types[index];
  if (!type) throw new Error(`there is no output ${index} in ${folder}`);
  return tensorOfBytes(type, await readFile(fileOf(folder, index)));
}

/** Compares what was answered with the outputs that the job names the folder of. */
export async function compareWithStored(
  { artifact: { outputs }, expectedFolder, tolerance }: CheckJob | MeasureJob,
  actual: Tensors,
): Promise<Comparison> {
  const expectedOf = (index: number) => loadOutput(expectedFolder, index);
  return await compareOutputs(outputs, actual, { expectedOf, tolerance });
}

function fileOf(folder: string, index: number): string {
  return join(folder, `${index}.bin`);
}

function typesOf(folder: string): string {
  return join(folder, "types.json");
}
