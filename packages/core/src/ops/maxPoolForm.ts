/** MaxPool of ONNX as it is read, whichever way its indices count. */
import { type OnnxNode, UnsupportedFormError, attributeOf } from "../onnxForm.js";
import type { TensorType } from "../tensor.js";
import type { Window } from "./window.js";
import { WINDOW_ATTRIBUTES, coverEdges, readWindow } from "./windowForm.js";

export const MAX_POOL_ATTRIBUTES = [...WINDOW_ATTRIBUTES, "ceil_mode", "storage_order"];

/** How its indices count is no attribute here: `maxPoolColumnMajor` counts them anew. */
export function readMaxPool(node: OnnxNode, { x }: { readonly x: TensorType }): Window {
  const window = readWindow(node, "MaxPool", { image: x });
  const order = attributeOf(node, "storage_order", "int") ?? 0;
  if (order !== 0 && order !== 1)
    throw new UnsupportedFormError({ operator: "MaxPool", problem: `has storage_order ${order}` });
  return (attributeOf(node, "ceil_mode", "int") ?? 0) === 0 ? window : coverEdges(window, x);
}
