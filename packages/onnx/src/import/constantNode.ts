/** The tensor of a `Constant` node: https://onnx.ai/onnx/operators/onnx__Constant.html */
import { type LazyTensor, floatTensor, intTensor, tensorOfBytes } from "@linknet-kit/core";
import { PackedNumbers } from "../decode/packedNumbers.js";
import type { NodeRecord } from "../decode/records.js";
import { OnnxNodeError } from "./errors.js";
import type { TensorImporter } from "./importTensor.js";

/** The one value that the node's attributes hold, in whichever of ONNX's ways. */
export function constantTensor(node: string, { attribute, output }: NodeRecord, tensors: TensorImporter): LazyTensor {
  const [given, ...more] = attribute ?? [];
  if (given === undefined || more.length > 0 || output?.length !== 1 || !output[0]) {
    throw new OnnxNodeError({ node, problem: "is no constant with one value and one output" });
  }
  switch (given.name) {
    case "value":
      if (!given.t) break;
      return tensors.import({ ...given.t, name: given.t.name || node });
    case "value_float":
      return { dtype: "float32", shape: [], read: () => floatTensor([], [given.f ?? 0]) };
    case "value_floats":
      return floatList(given.floats ?? new PackedNumbers(4));
    case "value_int":
      return { dtype: "int64", shape: [], read: () => intTensor([], [given.i ?? 0n]) };
    case "value_ints":
      return integerList(given.ints ?? new PackedNumbers("varint"));
    default:
  }
  throw new OnnxNodeError({ node, problem: `holds its value in ${given.name}, which is not supported` });
}

function floatList(list: PackedNumbers): LazyTensor {
  const type = { dtype: "float32", shape: [list.length] } as const;
  return { ...type, read: () => tensorOfBytes(type, list.bytes) };
}

function integerList(list: PackedNumbers): LazyTensor {
  const type = { dtype: "int64", shape: [list.length] } as const;
  return { ...type, read: () => ({ ...type, data: list.toInt64() }) };
}
