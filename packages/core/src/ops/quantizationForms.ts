/** How ONNX says which axis has a scale for each place: since opset 13; and of blocks of an axis, since 21. */
import type { Absent } from "../absent.js";
import type { Canonical } from "../attributes.js";
import { type OnnxForm, type OnnxNode, UnsupportedFormError, attributeOf, int } from "../onnxForm.js";
import type { TensorType } from "../tensor.js";
import { isOneForAll, type quantizationAttributes } from "./quantization.js";

type Scaling = Canonical<typeof quantizationAttributes>;
type Form = OnnxForm<"scale", typeof quantizationAttributes>;
type Operands = { readonly scale: TensorType };

/** Those of all opsets together; what a float of 8 bits does beyond its ends, `saturate`, is nothing to whole numbers. */
export const QUANTIZING = ["axis", "saturate", "block_size", "output_dtype"];
export const DEQUANTIZING = ["axis", "block_size"];

export function quantizationForms(operator: "QuantizeLinear" | "DequantizeLinear"): readonly Form[] {
  const own = operator === "QuantizeLinear" ? QUANTIZING : DEQUANTIZING;
  const until20 = { operator, write: writeUntil20, read: readScaling };
  return [
    { operator, from: 21, attributes: own, write: writeScaling, read: readScaling },
    { ...until20, from: 19, until: 20, attributes: own.filter((name) => ["axis", "saturate"].includes(name)) },
    { ...until20, from: 13, until: 18, attributes: ["axis"] },
    { operator, from: 10, until: 12, write: writeUntil12, read: (_, inputs) => readUntil12(operator, inputs) },
  ];
}

function writeScaling({ axis, block }: Scaling, { scale }: Operands): Partial<OnnxNode> {
  if (isOneForAll(scale)) return {};
  return { attributes: { axis: int(axis), ...(block > 0 && { block_size: int(block) }) } };
}

function writeUntil20(given: Scaling, inputs: Operands): Partial<OnnxNode> | Absent {
  return given.block > 0 ? { absent: "before opset 21 there is no scale for a block" } : writeScaling(given, inputs);
}

function writeUntil12(_: unknown, { scale }: Operands): Partial<OnnxNode> | Absent {
  return isOneForAll(scale) ? {} : { absent: "before opset 13 there is one scale for all" };
}

function readUntil12(operator: string, { scale }: Operands): Partial<Scaling> {
  if (isOneForAll(scale)) return {};
  throw new UnsupportedFormError({ operator, problem: "has scales along an axis, which opset 10 does not know" });
}

export function readScaling(node: OnnxNode): Scaling {
  return { axis: attributeOf(node, "axis", "int") ?? 1, block: attributeOf(node, "block_size", "int") ?? 0 };
}
