/** Tensors of a file, checked against their own type before they are believed. Their values stay in the file until they are read. */
import { type Shape, type Tensor, type TensorType, elementCount, tensorOfBytes } from "@linknet-kit/core";
import { OnnxBudgetError } from "../decode/errors.js";
import type { PackedNumbers } from "../decode/packedNumbers.js";
import type { TensorRecord } from "../decode/records.js";
import { EXTERNAL, TensorProto, dataTypeName } from "../onnxProto.js";
import { InvalidTensorError } from "./errors.js";

/** How the values of tensors are read that lie outside the model's file. */
export type ExternalValues = ReadonlyMap<TensorRecord, () => Uint8Array>;

/** A tensor whose values are made each time that they are asked for, and held by nobody else. */
export interface StoredTensor extends TensorType {
  read(): Tensor;
}

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

/** Booleans are read for what are attributes here, and in memory take eight times the file. */
const MOST_BOOLEANS = 2 ** 16;

/** How each supported data type is stored. A boolean becomes a whole number: ONNX has some where ops here have attributes. */
const STORAGE = {
  [TensorProto.DataType.FLOAT]: { dtype: "float32", bytes: 4, field: "floatData" },
  [TensorProto.DataType.FLOAT16]: { dtype: "float16", bytes: 2, field: "int32Data" },
  [TensorProto.DataType.INT64]: { dtype: "int64", bytes: 8, field: "int64Data" },
  [TensorProto.DataType.BOOL]: { dtype: "int64", bytes: 1, field: "int32Data" },
} as const;

type SupportedType = keyof typeof STORAGE;

/** Takes tensors from a file until they hold more bytes than allowed. */
export class TensorImporter {
  readonly #limit: number;
  readonly #external: ExternalValues;
  #bytes = 0;

  constructor(limit: number, external: ExternalValues) {
    this.#limit = limit;
    this.#external = external;
  }

  import(proto: TensorRecord): StoredTensor {
    const tensor = proto.name || "(without a name)";
    const dataType = supportedType(tensor, proto);
    const shape = importShape(tensor, proto.dims);
    const count = elementCount({ shape });
    this.#bytes += count * STORAGE[dataType].bytes;
    if (this.#bytes > this.#limit) throw new OnnxBudgetError({ what: "bytes of tensors", limit: this.#limit });
    if (dataType === TensorProto.DataType.BOOL && count > MOST_BOOLEANS) {
      throw new InvalidTensorError({ tensor, problem: `has ${count} booleans, and ${MOST_BOOLEANS} are the most` });
    }
    const { dtype } = STORAGE[dataType];
    const external = this.#externalValues(tensor, proto);
    if (external !== undefined) return { dtype, shape, read: () => fromRaw(external(), dataType, shape) };
    const field = valueField(tensor, proto, dataType);
    const raw = proto.rawData ?? new Uint8Array();
    const list = field === "rawData" ? undefined : proto[field];
    const given = list === undefined ? raw.length / STORAGE[dataType].bytes : list.length;
    if (given !== count) {
      throw new InvalidTensorError({
        tensor,
        problem: `has ${given} values, its shape ${shape.join("x")} has ${count}`,
      });
    }
    return {
      dtype,
      shape,
      read: () => (list === undefined ? fromRaw(raw, dataType, shape) : fromList(list, dataType, shape)),
    };
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
  return elementCount({ shape: importShape(tensor, proto.dims) }) * STORAGE[supportedType(tensor, proto)].bytes;
}

type ValueField = (typeof VALUE_FIELDS)[number];

function presentFields(proto: TensorRecord): readonly ValueField[] {
  return VALUE_FIELDS.filter((field) => {
    const content = proto[field];
    return content !== undefined && (content === true || content.length > 0);
  });
}

/** Where the values stand; raw data where there are none. */
function valueField(tensor: string, proto: TensorRecord, dataType: SupportedType) {
  const present = presentFields(proto);
  if (present.length > 1) throw givenTwice(tensor, present);
  const [field = "rawData"] = present;
  if (field === "rawData" || field === STORAGE[dataType].field) return field;
  throw new InvalidTensorError({ tensor, problem: `is ${dataTypeName(dataType)}, its values stand in ${field}` });
}

function givenTwice(tensor: string, fields: readonly string[]): InvalidTensorError {
  return new InvalidTensorError({ tensor, problem: `has its values twice, in ${fields.join(" and in ")}` });
}

function supportedType(tensor: string, { dataType, segment }: TensorRecord): SupportedType {
  if (segment === true)
    throw new InvalidTensorError({ tensor, problem: "is stored in segments, which is not supported" });
  const given = Number(dataType ?? 0);
  if (isSupported(given)) return given;
  const problem = `is ${dataTypeName(given)}; supported are FLOAT and FLOAT16, and INT64 and BOOL for constants`;
  throw new InvalidTensorError({ tensor, problem });
}

function isSupported(dataType: number): dataType is SupportedType {
  return Object.hasOwn(STORAGE, dataType);
}

function importShape(tensor: string, dims: PackedNumbers | undefined): Shape {
  if (dims === undefined) return [];
  if (dims.length > HIGHEST_RANK) throw new InvalidTensorError({ tensor, problem: `has ${dims.length} axes` });
  const shape = Array.from(dims.toInt64(), Number);
  // Each product is checked by itself: a later zero must not hide that an earlier one was too large.
  shape.reduce((product, side) => {
    if (!Number.isSafeInteger(side) || side < 0 || !Number.isSafeInteger(product * side)) {
      throw new InvalidTensorError({ tensor, problem: `has the impossible shape ${shape.join("x")}` });
    }
    return product * side;
  }, 1);
  return shape;
}

function fromList(list: PackedNumbers, dataType: SupportedType, shape: Shape): Tensor {
  switch (dataType) {
    case TensorProto.DataType.FLOAT:
      return fromRaw(list.bytes, dataType, shape);
    case TensorProto.DataType.FLOAT16:
      // Each stands in the lower half of an int32.
      return { dtype: "float16", shape, data: Uint16Array.from(list.toInt32()) };
    default:
      return { dtype: "int64", shape, data: list.toInt64() };
  }
}

function fromRaw(raw: Uint8Array, dataType: SupportedType, shape: Shape): Tensor {
  if (dataType === TensorProto.DataType.BOOL) {
    return { dtype: "int64", shape, data: BigInt64Array.from(raw, (byte) => (byte === 0 ? 0n : 1n)) };
  }
  return tensorOfBytes({ dtype: STORAGE[dataType].dtype, shape }, raw);
}
