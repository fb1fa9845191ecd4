/** Blocks as ONNX writes them: the attribute that depthToSpace and spaceToDepth share. */
import type { Absent } from "../absent.js";
import type { Pair } from "../spatialAttributes.js";
import { type OnnxAttribute, type OnnxNode, UnsupportedFormError, attributeOf, int } from "../onnxForm.js";

/** ONNX's blocks are squares. */
export function writeBlock(
  [rows, columns]: Pair,
  others: Readonly<Record<string, OnnxAttribute>> = {},
): Partial<OnnxNode> | Absent {
  if (rows !== columns) return { absent: `there is no block of ${rows}x${columns}` };
  return { attributes: { blocksize: int(rows), ...others } };
}

export function readBlock(form: OnnxNode, type: string): number {
  const side = attributeOf(form, "blocksize", "int");
  if (side === undefined) throw new UnsupportedFormError({ operator: type, problem: "has no blocksize" });
  return side;
}
