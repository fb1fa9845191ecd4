/** Models from ONNX files. */
import { dirname } from "node:path";
import { LinknetError, UsageError } from "@linknet-kit/base";
import type { Model } from "@linknet-kit/core";
import { DEFAULT_BUDGET } from "../decode/budget.js";
import { decodeProto } from "../decode/decodeProto.js";
import { UnreadableOnnxError } from "../decode/errors.js";
import { readModelBytes } from "../decode/readModelBytes.js";
import { findExternalValues } from "./externalData.js";
import { type ImportOptions, importModel } from "./importModel.js";

/**
 * Reads a model; the files that hold its weights must lie in its folder. The file may be anything: what is no model that can be run
 * here is refused, with the name of the node, tensor or value that is wrong, before more than the budget is spent. A weight is read
 * each time that it is asked for, so that the files must stay for as long.
 */
export async function readOnnx(path: string, options: ImportOptions = {}): Promise<Model> {
  const budget = { ...DEFAULT_BUDGET, ...options.budget };
  const bytes = await readModelBytes(path, budget.fileBytes);
  return namingFile(path, () => {
    const proto = decodeProto(bytes, budget);
    const external = findExternalValues(proto.graph?.initializer ?? [], dirname(path), budget.tensorBytes);
    const { graph, weights } = importModel(proto, options, external);
    return { graph, weights: { get: (parameter) => namingFile(path, () => weights.get(parameter)) } };
  });
}

/** Errors say which file they are of. */
function namingFile<T>(path: string, compute: () => T): T {
  try {
    return compute();
  } catch (cause) {
    // A choice of the caller's is no fault of the file.
    throw cause instanceof LinknetError && !(cause instanceof UsageError)
      ? new UnreadableOnnxError({ path, cause })
      : cause;
  }
}
