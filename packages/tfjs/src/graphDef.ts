/** TensorFlow's GraphDef as JSON: https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/framework/graph.proto */
import type { DType, Shape, TfjsAttribute } from "@linknet-kit/core";

export type DataType = "DT_FLOAT" | "DT_INT32" | "DT_BOOL";

export interface TensorShape {
  readonly dim: readonly { readonly size: string }[];
}

/** An attribute, of which one field is set. In proto3's JSON, whole numbers are strings and bytes are base64. */
export interface AttrValue {
  readonly type?: DataType;
  readonly shape?: TensorShape;
  readonly tensor?: { readonly dtype: DataType; readonly tensorShape: TensorShape };
  readonly b?: boolean;
  readonly i?: string;
  readonly s?: string;
  readonly list?: { readonly i?: readonly string[]; readonly s?: readonly string[] };
}

export interface NodeDef {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
  readonly attr: Readonly<Record<string, AttrValue>>;
}

export interface GraphDef {
  readonly node: readonly NodeDef[];
  readonly versions: { readonly producer: number; readonly minConsumer: number };
}

/** An input or output of the whole graph. */
export interface TensorInfo {
  /** Name of the node, with the number of its output. */
  readonly name: string;
  readonly dtype: DataType;
  readonly tensorShape: TensorShape;
}

export interface Signature {
  readonly inputs: Readonly<Record<string, TensorInfo>>;
  readonly outputs: Readonly<Record<string, TensorInfo>>;
}

/** tfjs has no 64-bit integers: it stores and computes them in 32 bits. */
const DATA_TYPES: Partial<Readonly<Record<DType, DataType>>> = {
  float32: "DT_FLOAT",
  int32: "DT_INT32",
  int64: "DT_INT32",
  bool: "DT_BOOL",
};

/** The node of an operand: `^name` waits for it, `name:1` is its second result. */
export function nodeOf(operand: string): string {
  return operand.replace(/^\^|:\d+$/g, "");
}

/** Integers of 32 bits stand for those of 64, as `valuesOfSignature` has them too. */
const TYPES = new Map<string, DType>([
  ["DT_FLOAT", "float32"],
  ["DT_INT32", "int64"],
  ["DT_BOOL", "bool"],
]);
const NUMBERED = new Map([
  ["1", "DT_FLOAT"],
  ["3", "DT_INT32"],
  ["7", "DT_STRING"],
  ["9", "DT_INT64"],
  ["10", "DT_BOOL"],
]);

/** A data type as a file has it, by name or by number: TensorFlow's name, and ours where tensors of it can be made here. */
export function typeNamed(given: unknown): { readonly declared: string; readonly dtype: DType | undefined } {
  const word = typeof given === "string" || typeof given === "number" ? String(given) : "of no type";
  const declared = NUMBERED.get(word) ?? word;
  return { declared, dtype: TYPES.get(declared) };
}

/** `undefined` where tfjs has no such type. */
export function dataTypeOf(dtype: DType): DataType | undefined {
  return DATA_TYPES[dtype];
}

export function tensorShape(shape: Shape): TensorShape {
  return { dim: shape.map((side) => ({ size: String(side) })) };
}

export function attrValue(attribute: TfjsAttribute): AttrValue {
  if (typeof attribute === "boolean") return { b: attribute };
  if (typeof attribute === "number") return { i: String(attribute) };
  if (typeof attribute === "string") return { s: base64(attribute) };
  const words = attribute.filter((each) => typeof each === "string");
  if (words.length > 0) return { list: { s: words.map(base64) } };
  return { list: { i: attribute.map(String) } };
}

/** The words of GraphDef are ASCII. */
function base64(text: string): string {
  return btoa(text);
}
