/** The codec of ONNX's messages. Its package asks for a protobufjs with known faults, so that only its code is published, on a current one. */
import onnxProto from "onnx-proto";

export type { onnx } from "onnx-proto";

export const { ModelProto, GraphProto, TensorProto, AttributeProto } = onnxProto.onnx;
