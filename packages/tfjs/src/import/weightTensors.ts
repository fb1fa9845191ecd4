/** The weights of a graph model as tensors, each made when it is asked for. */
import {
  type DType,
  type LazyTensor,
  type Tensor,
  castTensor,
  elementCount,
  floatTensor,
  tensorOfBytes,
} from "@linknet-kit/core";
import { type ModelArtifacts, STORED_BYTES, type WeightEntry } from "../modelJson.js";

/** By name. Integers of 32 bits stand for those of 64, as wherever graph models are read. */
export function weightTensors({ weightSpecs, weightData }: ModelArtifacts): ReadonlyMap<string, LazyTensor> {
  let offset = 0;
  return new Map(
    weightSpecs.map((entry): [string, LazyTensor] => {
      const [start, length] = [offset, elementCount(entry) * STORED_BYTES[storageOf(entry)]];
      offset += length;
      const read = () => valuesOf(entry, new Uint8Array(weightData, start, length));
      return [entry.name, { dtype: typeOf(entry), shape: entry.shape, read }];
    }),
  );
}

function storageOf({ dtype, quantization }: WeightEntry): keyof typeof STORED_BYTES {
  return quantization?.dtype ?? dtype;
}

function typeOf({ dtype }: WeightEntry): DType {
  return dtype === "int32" ? "int64" : dtype;
}

function valuesOf(entry: WeightEntry, bytes: Uint8Array): Tensor {
  const { shape, quantization } = entry;
  // A copy: views of numbers need their own alignment.
  const stored = tensorOfBytes({ dtype: storageOf(entry), shape }, bytes.slice());
  if (quantization === undefined || quantization.dtype === "float16") return castTensor(stored, typeOf(entry));
  const { scale, min } = quantization;
  return floatTensor(
    shape,
    Float32Array.from(stored.data as Uint8Array, (value) => value * scale + min),
  );
}
