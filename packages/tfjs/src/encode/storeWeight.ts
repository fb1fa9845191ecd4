/** How the values of one weight become bytes. */
import { LinknetError } from "@linknet-kit/base";
import { type Float16Options, elementCount, floatTensor, halvedTensor } from "@linknet-kit/core";
import type { EmittedWeight } from "../emit/emitModel.js";
import { type Quantization, STORED_BYTES, type WeightEntry } from "../modelJson.js";
import type { WeightType } from "../target.js";

/** As they are, or as what floats are stored as. */
type Storage = EmittedWeight["dtype"] | WeightType;

/** Infinite or not a number, which no scale can reach. */
export class UnstorableWeightError extends LinknetError {
  readonly code = "UNSTORABLE_WEIGHT";

  constructor(data: { readonly weight: string; readonly value: number; readonly type: WeightType }) {
    super(`weight "${data.weight}" has ${data.value}, which cannot be stored as ${data.type}`, {
      hint: "store the weights as float32, or look why the network has such a value",
    });
  }
}

export interface StoredWeight {
  readonly entry: WeightEntry;
  readonly bytes: Uint8Array;
}

/** Bytes that a weight takes, known before it is drawn. */
export function storedBytes(weight: EmittedWeight, type: WeightType): number {
  return elementCount(weight) * STORED_BYTES[storageOf(weight, type)];
}

/** Called with each weight that becomes float16. */
export type OnFloat16 = Float16Options["onConvert"];

/** The weight's values as bytes, little endian. */
export function storeWeight(weight: EmittedWeight, type: WeightType, onFloat16?: OnFloat16): StoredWeight {
  const { name, shape, dtype } = weight;
  const values = weight.read();
  const storage = storageOf(weight, type);
  if (storage === "float32" || storage === "int32" || storage === "bool")
    return { entry: { name, shape: [...shape], dtype }, bytes: bytesOf(values) };
  const { quantization, data } = quantize(name, Float32Array.from(values), storage, onFloat16);
  return { entry: { name, shape: [...shape], dtype, quantization }, bytes: bytesOf(data) };
}

/** Only filters shrink: biases, slopes and borders are few, and errors in them are not averaged out. */
function storageOf({ dtype, shape }: EmittedWeight, type: WeightType): Storage {
  if (dtype !== "float32") return dtype;
  return shape.length < 2 ? "float32" : type;
}

function quantize(
  weight: string,
  values: Float32Array,
  dtype: Exclude<WeightType, "float32">,
  onFloat16: OnFloat16,
): { readonly quantization: Quantization; readonly data: Uint8Array | Uint16Array } {
  if (dtype === "float16") {
    const { data } = halvedTensor({ name: weight }, floatTensor([values.length], values), onFloat16);
    return { quantization: { dtype }, data: data as Uint16Array };
  }
  const wrong = values.find((value) => !Number.isFinite(value));
  if (wrong !== undefined) throw new UnstorableWeightError({ weight, value: wrong, type: dtype });
  const steps = dtype === "uint8" ? 2 ** 8 - 1 : 2 ** 16 - 1;
  const { scale, zero } = scaleOf(values, steps);
  const stored = (value: number): number => Math.min(steps, Math.max(0, Math.round(value / scale) + zero));
  const data = dtype === "uint8" ? Uint8Array.from(values, stored) : Uint16Array.from(values, stored);
  return { quantization: { dtype, scale, min: -zero * scale }, data };
}

/** Steps from the least to the largest value, zero among them: the zeros of a filter, and there are many, stay exact. */
function scaleOf(values: Float32Array, steps: number): { readonly scale: number; readonly zero: number } {
  let [least, largest] = [0, 0];
  for (const value of values) {
    if (value < least) least = value;
    if (value > largest) largest = value;
  }
  const scale = (largest - least) / steps || 1;
  return { scale, zero: Math.round(-least / scale) };
}

function bytesOf(values: Float32Array | Int32Array | Uint8Array | Uint16Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
