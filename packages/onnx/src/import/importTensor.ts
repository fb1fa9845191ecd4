/** Tensors of a file, checked against their own type before they are believed. Their values stay in the file until they are read. */
import {
  DTYPES,
  type DType,
  type LazyTensor,
  type Shape,
  type Tensor,
  type TensorType,
  byteCount,
  dtypeBy,
  elementCount,
  tensorOfBytes,
  zeros,
} from "@linknet-kit/core";
import { OnnxBudgetError } from "../decode/errors.js";
import type { PackedNumbers } from "../decode/packedNumbers.js";
import type { TensorRecord } from "../decode/records.js";
import { EXTERNAL, dataTypeName } from "../onnxProto.js";
import { InvalidTensorError } from "./errors.js";

/** How the values of tensors are read that lie outside the model's file. */
export type ExternalValues = ReadonlyMap<TensorRecord, () => Uint8Array>;

/** The fields in which values may stand; a tensor uses one. */
const VALUE_FIELDS = [
  "rawData",
  "floatData",
  "int32Data",
  "int64Data",
  "doubleData",
  "uint64Data",
  "stringData",
] as const;

/** More axes than any operator here takes. */
const HIGHEST_RANK = 32;

/** The field of numbers in which values of each type may stand instead of raw data: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto */
const FIELDS = {
  float32: "floatData",
  float16: "int32Data",
  float64: "doubleData",
  int8: "int32Data",
  uint8: "int32Data",
  int16: "int32Data",
  uint16: "int32Data",
  int32: "int32Data",
  int64: "int64Data",
  uint32: "uint64Data",
  uint64: "uint64Data",
  bool: "int32Data",
} as const satisfies Readonly<Record<DType, (typeof VALUE_FIELDS)[number]>>;

/** Takes tensors from a file until they hold more bytes than allowed. */
export class TensorImporter {
  readonly #limit: number;
  readonly #external: ExternalValues;
  #bytes = 0;

  constructor(limit: number, external: ExternalValues) {
    this.#limit = limit;
    this.#external = external;
  }

  import(proto: TensorRecord): LazyTensor {
    const tensor = proto.name || "(without a name)";
    const dtype = supportedType(tensor, proto);
    const shape = importShape(tensor, proto.dims);
    const type = { dtype, shape };
    const count = elementCount(type);
    this.#bytes += byteCount(type);
    if (this.#bytes > this.#limit) throw new OnnxBudgetError({ what: "bytes of tensors", limit: this.#limit });
    const external = this.#externalValues(tensor, proto);
    if (external !== undefined) return { ...type, read: () => fromRaw(external(), type) };
    const field = valueField(tensor, proto, dtype);
    const raw = proto.rawData ?? new Uint8Array();
    const list = field === "rawData" ? undefined : proto[field];
    const given = list === undefined ? raw.length / DTYPES[dtype].array.BYTES_PER_ELEMENT : list.length;
    if (given !== count) {
      throw new InvalidTensorError({
        tensor,
        problem: `has ${given} values, its shape ${shape.join("x")} has ${count}`,
      });
    }
    return { ...type, read: () => (list === undefined ? fromRaw(raw, type) : fromList(list, type)) };
  }

  /** `undefined` where the values stand in the model's file. */
  #externalValues(tensor: string, proto: TensorRecord): (() => Uint8Array) | undefined {
    if (!isExternal(proto)) return undefined;
    const values = this.#external.get(proto);
    const present = presentFields(proto);
    if (present.length > 0) throw givenTwice(tensor, ["another file", ...present]);
    if (values === undefined) throw new InvalidTensorError({ tensor, problem: "has its values in another file" });
    return values;
  }
}

export function isExternal({ dataLocation }: Pick<TensorRecord, "dataLocation">): boolean {
  return Number(dataLocation ?? 0) === EXTERNAL;
}

/** Bytes of a tensor's values, by its type and shape. */
export function declaredBytes(proto: TensorRecord): number {
  const tensor = proto.name ?? "";
  return byteCount({ dtype: supportedType(tensor, proto), shape: importShape(tensor, proto.dims) });
}

type ValueField = (typeof VALUE_FIELDS)[number];

function presentFields(proto: TensorRecord): readonly ValueField[] {
  return VALUE_FIELDS.filter((field) => {
    const content = proto[field];
    return content !== undefined && (content === true || content.length > 0);
  });
}

/** Where the values stand; raw data where there are none. */
function valueField(tensor: string, proto: TensorRecord, dtype: DType) {
  const present = presentFields(proto);
  if (present.length > 1) throw givenTwice(tensor, present);
  const [field = "rawData"] = present;
  if (field === "rawData" || field === FIELDS[dtype]) return field;
  throw new InvalidTensorError({
    tensor,
    problem: `is ${dataTypeName(DTYPES[dtype].onnx)}, its values stand in ${field}`,
  });
}

function givenTwice(tensor: string, fields: readonly string[]): InvalidTensorError {
  return new InvalidTensorError({ tensor, problem: `has its values twice, in ${fields.join(" and in ")}` });
}

function supportedType(tensor: string, { dataType, segment }: TensorRecord): DType {
  if (segment === true)
    throw new InvalidTensorError({ tensor, problem: "is stored in segments, which is not supported" });
  const given = Number(dataType ?? 0);
  const dtype = dtypeBy("onnx", given);
  if (dtype !== undefined) return dtype;
  const supported = Object.values(DTYPES).map(({ onnx }) => dataTypeName(onnx));
  throw new InvalidTensorError({
    tensor,
    problem: `is ${dataTypeName(given)}; supported are ${supported.join(", ")}`,
  });
}

function importShape(tensor: string, dims: PackedNumbers | undefined): Shape {
  if (dims === undefined) return [];
  if (dims.length > HIGHEST_RANK) throw new InvalidTensorError({ tensor, problem: `has ${dims.length} axes` });
  const shape = dims.toNumbers();
  // Each product is checked by itself: a later zero must not hide that an earlier one was too large.
  shape.reduce((product, side) => {
    if (!Number.isSafeInteger(side) || side < 0 || !Number.isSafeInteger(product * side)) {
      throw new InvalidTensorError({ tensor, problem: `has the impossible shape ${shape.join("x")}` });
    }
    return product * side;
  }, 1);
  return shape;
}

/** Types of less than four bytes stand in the lower part of an int32. */
function fromList(list: PackedNumbers, { dtype, shape }: TensorType): Tensor {
  if (dtype === "float32" || dtype === "float64") return fromRaw(list.bytes, { dtype, shape });
  if (dtype === "int64") return { dtype, shape, data: list.toInt64() };
  if (dtype === "uint64") return { dtype, shape, data: new BigUint64Array(list.toInt64().buffer) };
  const values = list.toInt32();
  const data = dtype === "bool" ? values.map((value) => Math.min(Math.abs(value), 1)) : values;
  return { ...zeros(dtype, shape), data: new DTYPES[dtype].array(data as never) } as Tensor;
}

function fromRaw(raw: Uint8Array, type: TensorType): Tensor {
  // Any byte but 0 is true.
  return tensorOfBytes(type, type.dtype === "bool" ? raw.map((byte) => Math.min(byte, 1)) : raw);
}
