/** The input that everything is measured and compared with. */
import type { Tensor, Value } from "@linknet-kit/core";
import {
  byteCount,
  encodeFloat16,
  fillUniform,
  floatTensor,
  seededUniform,
  tensorOfBytes,
} from "@linknet-kit/core/tensors";
import type { InputValue, Tensors } from "../runtime/runtime.js";

/**
 * Floats of any width uniform in [0, 1), as a normalised photograph's; bytes and truth values as likely each. Wider integers are 0 or 1:
 * they may be positions, of which hardly more are always there. The same for the same seed, name and shape.
 */
export function seededInputs(inputs: readonly Value[], seed: number): Readonly<Record<string, Tensor>>;
export function seededInputs(inputs: readonly InputValue[], seed: number): Tensors;
export function seededInputs(inputs: readonly InputValue[], seed: number): Tensors {
  return Object.fromEntries(inputs.map((input) => [input.name, seededTensor(input, seed)]));
}

function seededTensor({ name, type }: InputValue, seed: number): Tensor {
  const { dtype, shape } = type;
  const bytes = new Uint8Array(byteCount(type));
  const uniform = seededUniform(seed, name);
  switch (dtype) {
    case "float32":
    case "float16":
    case "float64": {
      const floats = floatTensor(shape);
      fillUniform(floats.data, uniform);
      if (dtype === "float32") return floats;
      if (dtype === "float16") return { dtype, shape, data: encodeFloat16(floats.data) };
      return { dtype, shape, data: Float64Array.from(floats.data) };
    }
    case "int8":
    case "uint8":
      return tensorOfBytes(type, bytes.map(uniform));
    default: {
      // Little endian: the first byte of each number says whether it is 1.
      const width = byteCount({ dtype, shape: [] });
      for (let at = 0; at < bytes.length; at += width) bytes[at] = uniform() & 1;
      return tensorOfBytes(type, bytes);
    }
  }
}
