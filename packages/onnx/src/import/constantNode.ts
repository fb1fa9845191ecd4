/** The tensor of a `Constant` node: https://onnx.ai/onnx/operators/onnx__Constant.html */
import { type Tensor, floatTensor, intTensor } from "@linknet-kit/core";
import type { onnx } from "../onnxProto.js";
import { OnnxNodeError } from "./errors.js";
import type { TensorImporter } from "./importTensor.js";
import { toBigInt } from "./integers.js";

/** The one value that the node's attributes hold, in whichever of ONNX's ways. */
export function constantTensor(node: string, { attribute, output }: onnx.INodeProto, tensors: TensorImporter): Tensor {
  const [given, ...more] = attribute ?? [];
  if (given === undefined || more.length > 0 || output?.length !== 1 || !output[0]) {
    throw new OnnxNodeError({ node, problem: "is no constant with one value and one output" });
  }
  switch (given.name) {
    case "value":
      if (!given.t) break;
      return tensors.import({ ...given.t, name: given.t.name || node });
    case "value_float":
      return floatTensor([], [given.f ?? 0]);
    case "value_floats":
      return floatTensor([given.floats?.length ?? 0], given.floats ?? []);
    case "value_int":
      return intTensor([], [toBigInt(given.i ?? 0)]);
    case "value_ints":
      return intTensor([given.ints?.length ?? 0], (given.ints ?? []).map(toBigInt));
    default:
  }
  throw new OnnxNodeError({ node, problem: `holds its value in ${given.name}, which is not supported` });
}
