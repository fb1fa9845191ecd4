/**
 * ONNX's messages (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto), as far as something here reads them. What is not listed
 * is passed over without being decoded: intermediate types, documentation.
 */
import { type RecordOf, bytes, float, integer, message, messages, numbers, presence, text, texts } from "./fields.js";

const entry = { key: text(1), value: text(2) };

export const tensor = {
  dims: numbers(1, "varint"),
  dataType: integer(2),
  segment: presence(3),
  floatData: numbers(4, 4),
  int32Data: numbers(5, "varint"),
  stringData: presence(6),
  int64Data: numbers(7, "varint"),
  name: text(8),
  rawData: bytes(9),
  doubleData: numbers(10, 8),
  uint64Data: numbers(11, "varint"),
  externalData: messages(13, "entry", entry),
  dataLocation: integer(14),
};

const attribute = {
  name: text(1),
  f: float(2),
  i: integer(3),
  s: bytes(4),
  t: message(5, "tensor", tensor),
  /** A graph within a node, undecoded: graphs nest. */
  g: bytes(6),
  floats: numbers(7, 4),
  ints: numbers(8, "varint"),
  type: integer(20),
  refAttrName: text(21),
};

const node = {
  input: texts(1),
  output: texts(2),
  name: text(3),
  opType: text(4),
  attribute: messages(5, "attribute", attribute),
  domain: text(7),
  overload: text(8),
};

const dimension = { dimValue: integer(1), dimParam: text(2) };
const shape = { dim: messages(1, "dimension", dimension) };
const tensorType = { elemType: integer(1), shape: message(2, "shape", shape) };
const type = { tensorType: message(1, "tensor type", tensorType) };
export const value = { name: text(1), type: message(2, "type", type) };

const opset = { domain: text(1), version: integer(2) };

/** Nodes that stand for one. */
const functionOfNodes = {
  name: text(1),
  input: texts(4),
  output: texts(5),
  attribute: texts(6),
  node: messages(7, "node", node),
  opsetImport: messages(9, "opset", opset),
  domain: text(10),
  defaults: messages(11, "attribute", attribute),
  overload: text(13),
};

export const graph = {
  node: messages(1, "node", node),
  name: text(2),
  initializer: messages(5, "tensor", tensor),
  input: messages(11, "value", value),
  output: messages(12, "value", value),
  quantizationAnnotation: presence(14),
  sparseInitializer: presence(15),
};

export const model = {
  irVersion: integer(1),
  graph: message(7, "graph", graph),
  opsetImport: messages(8, "opset", opset),
  trainingInfo: presence(20),
  functions: messages(25, "function", functionOfNodes),
};

export interface ModelRecord extends RecordOf<typeof model> {}
export interface GraphRecord extends RecordOf<typeof graph> {}
export interface FunctionRecord extends RecordOf<typeof functionOfNodes> {}
export interface NodeRecord extends RecordOf<typeof node> {}
export interface AttributeRecord extends RecordOf<typeof attribute> {}
export interface TensorRecord extends RecordOf<typeof tensor> {}
export interface ValueRecord extends RecordOf<typeof value> {}
export interface TensorTypeRecord extends RecordOf<typeof tensorType> {}
export interface DimensionRecord extends RecordOf<typeof dimension> {}
export interface EntryRecord extends RecordOf<typeof entry> {}
