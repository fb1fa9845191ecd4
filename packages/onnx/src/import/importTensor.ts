/** Tensors of a file, checked against their own type before they are believed. */
import { type Shape, type Tensor, elementCount, tensorOfBytes } from "@linknet-kit/core";
import { OnnxBudgetError } from "../decode/errors.js";
import { TensorProto, dataTypeName, type onnx } from "../onnxProto.js";
import { InvalidTensorError } from "./errors.js";
import { toBigInt, toNumber } from "./integers.js";

/** Values of tensors that lie outside the model's file. */
export type ExternalValues = ReadonlyMap<onnx.ITensorProto, Uint8Array>;

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

  import(proto: onnx.ITensorProto): Tensor {
    const tensor = proto.name || "(without a name)";
    const dataType = supportedType(tensor, proto);
    const shape = importShape(tensor, proto.dims ?? []);
    const count = elementCount({ shape });
    this.#bytes += count * STORAGE[dataType].bytes;
    if (this.#bytes > this.#limit) throw new OnnxBudgetError({ what: "bytes of tensors", limit: this.#limit });
    const raw = this.#rawValues(tensor, proto, dataType);
    const given = raw === undefined ? listed(proto, dataType).length : raw.length / STORAGE[dataType].bytes;
    if (given !== count) {
      throw new InvalidTensorError({
        tensor,
        problem: `has ${given} values, its shape ${shape.join("x")} has ${count}`,
      });
    }
    return raw === undefined ? fromList(proto, dataType, shape) : fromRaw(raw, dataType, shape);
  }

  /** `undefined` where the values stand in a list of numbers. */
  #rawValues(tensor: string, proto: onnx.ITensorProto, dataType: SupportedType): Uint8Array | undefined {
    const present = VALUE_FIELDS.filter((field) => (proto[field]?.length ?? 0) > 0);
    const isExternal = proto.dataLocation === TensorProto.DataLocation.EXTERNAL;
    if (present.length > 1 || (isExternal && present.length > 0)) {
      const fields = isExternal ? ["another file", ...present] : present;
      throw new InvalidTensorError({ tensor, problem: `has its values twice, in ${fields.join(" and in ")}` });
    }
    if (isExternal) {
      const values = this.#external.get(proto);
      if (values === undefined) throw new InvalidTensorError({ tensor, problem: "has its values in another file" });
      return values;
    }
    const [field] = present;
    if (field === undefined || field === STORAGE[dataType].field) return undefined;
    if (field === "rawData") return proto.rawData ?? undefined;
    throw new InvalidTensorError({ tensor, problem: `is ${dataTypeName(dataType)}, its values stand in ${field}` });
  }
}

/** Bytes of a tensor's values, by its type and shape. */
export function declaredBytes(proto: onnx.ITensorProto): number {
  const tensor = proto.name ?? "";
  return elementCount({ shape: importShape(tensor, proto.dims ?? []) }) * STORAGE[supportedType(tensor, proto)].bytes;
}

function supportedType(tensor: string, { dataType, segment }: onnx.ITensorProto): SupportedType {
  if (segment) throw new InvalidTensorError({ tensor, problem: "is stored in segments, which is not supported" });
  if (isSupported(dataType)) return dataType;
  const problem = `is ${dataTypeName(dataType ?? 0)}; supported are FLOAT and FLOAT16, and INT64 and BOOL for constants`;
  throw new InvalidTensorError({ tensor, problem });
}

function isSupported(dataType: number | null | undefined): dataType is SupportedType {
  return typeof dataType === "number" && Object.hasOwn(STORAGE, dataType);
}

function importShape(tensor: string, dims: NonNullable<onnx.ITensorProto["dims"]>): Shape {
  const shape = dims.map(toNumber);
  if (shape.length > HIGHEST_RANK) throw new InvalidTensorError({ tensor, problem: `has ${shape.length} axes` });
  // Each product is checked by itself: a later zero must not hide that an earlier one was too large.
  shape.reduce((product, side) => {
    if (!Number.isSafeInteger(side) || side < 0 || !Number.isSafeInteger(product * side)) {
      throw new InvalidTensorError({ tensor, problem: `has the impossible shape ${shape.join("x")}` });
    }
    return product * side;
  }, 1);
  return shape;
}

function listed(proto: onnx.ITensorProto, dataType: SupportedType): { readonly length: number } {
  return proto[STORAGE[dataType].field] ?? [];
}

function fromList(proto: onnx.ITensorProto, dataType: SupportedType, shape: Shape): Tensor {
  if (dataType === TensorProto.DataType.FLOAT) {
    return { dtype: "float32", shape, data: Float32Array.from(proto.floatData ?? []) };
  }
  if (dataType === TensorProto.DataType.FLOAT16) return { dtype: "float16", shape, data: patterns(proto) };
  const integers = dataType === TensorProto.DataType.INT64 ? proto.int64Data : proto.int32Data;
  return { dtype: "int64", shape, data: BigInt64Array.from((integers ?? []).map(toBigInt)) };
}

function fromRaw(raw: Uint8Array, dataType: SupportedType, shape: Shape): Tensor {
  if (dataType === TensorProto.DataType.BOOL) {
    return { dtype: "int64", shape, data: BigInt64Array.from(raw, (byte) => (byte === 0 ? 0n : 1n)) };
  }
  return tensorOfBytes({ dtype: STORAGE[dataType].dtype, shape }, raw);
}

/** Each stands in the lower half of an int32. */
function patterns({ int32Data }: onnx.ITensorProto): Uint16Array {
  return Uint16Array.from(int32Data ?? []);
}
