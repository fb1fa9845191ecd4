/**
 * `config.pbtxt` of a model in a repository of Triton Inference Server, in protobuf's text format:
 * https://github.com/triton-inference-server/common/blob/main/protobuf/model_config.proto
 */
import { dirname, join } from "node:path";
import type { DType, Value } from "@linknet-kit/core";

export interface TritonConfig {
  /** Of the model: its folder is called so. */
  readonly name: string;
  /** So many images at most are joined to one run, and clients send tensors without saying how many; 0 where the file has a batch of its own. */
  readonly maxBatch: number;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
}

const DATA_TYPES: Readonly<Record<DType, string>> = {
  bool: "TYPE_BOOL",
  uint8: "TYPE_UINT8",
  uint16: "TYPE_UINT16",
  uint32: "TYPE_UINT32",
  uint64: "TYPE_UINT64",
  int8: "TYPE_INT8",
  int16: "TYPE_INT16",
  int32: "TYPE_INT32",
  int64: "TYPE_INT64",
  float16: "TYPE_FP16",
  float32: "TYPE_FP32",
  float64: "TYPE_FP64",
};

/** Where the model of a `config.pbtxt` lies. */
export function tritonModelPath(config: string): string {
  return join(dirname(config), "1", "model.onnx");
}

export function printConfig({ name, maxBatch, inputs, outputs }: TritonConfig): string {
  const ends = (field: string, values: readonly Value[]): readonly string[] =>
    values.flatMap((value) => [`${field} {`, ...endOf(value, maxBatch > 0).map((line) => `  ${line}`), "}"]);
  return [
    `name: ${quoted(name)}`,
    'backend: "onnxruntime"',
    `max_batch_size: ${maxBatch}`,
    ...ends("input", inputs),
    ...ends("output", outputs),
    // Without numbers Triton joins what waits already, and lets nothing wait for more.
    ...(maxBatch > 0 ? ["dynamic_batching {", "}"] : []),
    "",
  ].join("\n");
}

/** The batch is no side of a tensor that is batched, and a list of sides must not be empty: what has none is said apart. */
function endOf({ name, type }: Value, isBatched: boolean): readonly string[] {
  const sides = isBatched ? type.shape.slice(1) : type.shape;
  const dims = [`name: ${quoted(name)}`, `data_type: ${DATA_TYPES[type.dtype]}`];
  if (sides.length > 0) return [...dims, `dims: [ ${sides.join(", ")} ]`];
  return [...dims, "dims: [ 1 ]", "reshape {", "}"];
}

/** Bytes that are no plain letters stand as numbers, so that no name ends its own string. */
function quoted(text: string): string {
  const bytes = [...new TextEncoder().encode(text)].map((byte) => {
    const isPlain = byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c;
    return isPlain ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, "0")}`;
  });
  return `"${bytes.join("")}"`;
}
