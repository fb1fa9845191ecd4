/** Models from ONNX files. */
import { dirname } from "node:path";
import { LinknetError, type Model, UsageError } from "@linknet-kit/core";
import { readBytes } from "@linknet-kit/files";
import { DEFAULT_BUDGET } from "../decode/budget.js";
import { decodeProto } from "../decode/decodeProto.js";
import { UnreadableOnnxError } from "../decode/errors.js";
import { readExternalValues } from "./externalData.js";
import { type ImportOptions, importModel } from "./importModel.js";

/**
 * Reads a model and the files that hold its weights, which must lie in its folder. The file may be anything: what is no model that
 * can be run here is refused, with the name of the node, tensor or value that is wrong, before more than the budget is spent.
 */
export async function readOnnx(path: string, options: ImportOptions = {}): Promise<Model> {
  const budget = { ...DEFAULT_BUDGET, ...options.budget };
  const bytes = await readBytes(path, { maximumBytes: budget.fileBytes });
  try {
    const proto = decodeProto(bytes, budget);
    const external = await readExternalValues(proto.graph?.initializer ?? [], dirname(path), budget.tensorBytes);
    return importModel(proto, options, external);
  } catch (cause) {
    // A choice of the caller's is no fault of the file.
    throw cause instanceof LinknetError && !(cause instanceof UsageError)
      ? new UnreadableOnnxError({ path, cause })
      : cause;
  }
}
