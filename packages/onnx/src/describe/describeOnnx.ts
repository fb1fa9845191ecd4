/**
 * What must be known of an ONNX file so that a runtime can be fed and asked. The file may be anything, so that files beside it are
 * named only after they have been looked at.
 */
import { dirname } from "node:path";
import { LinknetError } from "@linknet-kit/base";
import { DEFAULT_BUDGET, type ReadBudget } from "../decode/budget.js";
import { UnreadableOnnxError } from "../decode/errors.js";
import { readModelBytes } from "../decode/readModelBytes.js";
import { checkExternalFiles } from "../import/externalData.js";
import { type OnnxDescription, describeBytes } from "./describeBytes.js";

/** Rejects where the file is no whole ONNX model, or names files that are not there or not its own. */
export async function describeOnnx(path: string, budget: Partial<ReadBudget> = {}): Promise<OnnxDescription> {
  const limits = { ...DEFAULT_BUDGET, ...budget };
  const bytes = await readModelBytes(path, limits.fileBytes);
  try {
    const { tensors, ...description } = describeBytes(bytes, limits);
    return { ...description, externalFiles: checkExternalFiles(tensors, dirname(path)) };
  } catch (cause) {
    throw cause instanceof LinknetError ? new UnreadableOnnxError({ path, cause }) : cause;
  }
}
