/** What stands in an ONNX file, node by node and tensor by tensor, before anything is made of it: importing makes parameters of some nodes. */
import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ModelRecord, NodeRecord, TensorRecord } from "./decode/records.js";
import { declaredBytes } from "./import/importTensor.js";
import { isOnnxDomain } from "./import/operators.js";

interface InventoryNode {
  readonly name: string;
  readonly type: string;
  /** Values it reads; an empty name stands for one that is not there. */
  readonly inputs: readonly string[];
  /** What an optimiser wrote that its result goes through besides, as in ONNX Runtime's own operators. */
  readonly activation?: string;
}

export interface OnnxInventory {
  /** Size of the file and of those beside it that hold its weights. */
  readonly fileBytes: number;
  /** In the file's order; a name may be empty, and several nodes may share one. */
  readonly nodes: readonly InventoryNode[];
  /** Initializers. */
  readonly tensors: readonly { readonly name: string; readonly bytes: number }[];
  /** Of the standard's operators; absent where the file does not say. */
  readonly opset?: number;
  /** Where initializers say that their values lie, as the file has it: from the file's folder, if it is honest. */
  readonly dataFiles: readonly string[];
}

/** The records of a file, without the sizes of files. */
export function recordsOf({ graph, opsetImport }: ModelRecord): Omit<OnnxInventory, "fileBytes"> {
  const { node, initializer } = graph ?? {};
  const opset = opsetImport?.find(({ domain }) => isOnnxDomain(domain))?.version;
  return {
    ...(opset === undefined ? {} : { opset: Number(opset) }),
    nodes: (node ?? []).map(inventoryNode),
    tensors: (initializer ?? []).map((tensor) => ({ name: tensor.name ?? "", bytes: declaredBytes(tensor) })),
    dataFiles: locationsOf(initializer ?? []),
  };
}

function inventoryNode({ name, opType, input, attribute }: NodeRecord): InventoryNode {
  const activation = attribute?.find((each) => each.name === "activation")?.s;
  return {
    name: name ?? "",
    type: opType ?? "",
    inputs: input ?? [],
    ...(activation ? { activation: new TextDecoder().decode(activation) } : {}),
  };
}

function locationsOf(tensors: readonly TensorRecord[]): readonly string[] {
  const entries = tensors.flatMap(({ externalData }) => externalData ?? []);
  return [...new Set(entries.flatMap(({ key, value }) => (key === "location" && value ? [value] : [])))];
}

/** Size of the files beside the model. A missing one counts as nothing; reading the model says that it is missing. */
export async function bytesBeside(path: string, names: readonly string[]): Promise<number> {
  const inFolder = names.filter((name) => !/[\\/]/.test(name));
  const sizes = inFolder.map(async (name) => (await stat(join(dirname(path), name)).catch(() => ({ size: 0 }))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
