/** Blocks as ONNX writes them: the attribute that depthToSpace and spaceToDepth share. */
import type { Pair } from "../attributes.js";
import { type OnnxNode, UnsupportedFormError, attributeOf, int } from "../onnxForm.js";

/** ONNX's blocks are squares. */
export function writeBlock([rows, columns]: Pair, type: string) {
  if (rows !== columns)
    throw new UnsupportedFormError({ operator: type, problem: `has no block of ${rows}x${columns}` });
  return int(rows);
}

export function readBlock(form: OnnxNode, type: string): number {
  const side = attributeOf(form, "blocksize", "int");
  if (side === undefined) throw new UnsupportedFormError({ operator: type, problem: "has no blocksize" });
  return side;
}
