/** The fields of ONNX's messages that say how a model is fed, what it gives and where its values lie. */
import { type RecordOf, bytes, integer, message, messages, text, texts } from "../decode/fields.js";
import { value } from "../decode/records.js";

const tensor = {
  name: text(8),
  dataType: integer(2),
  externalData: messages(13, "entry", { key: text(1), value: text(2) }),
  dataLocation: integer(14),
};

const sparseTensor = { values: message(1, "tensor", tensor), indices: message(2, "tensor", tensor) };

const attribute = {
  name: text(1),
  i: integer(3),
  t: message(5, "tensor", tensor),
  /** A graph within a node, undecoded: graphs nest. */
  g: bytes(6),
  tensors: messages(10, "tensor", tensor),
  sparseTensor: message(22, "sparse tensor", sparseTensor),
};

const node = {
  input: texts(1),
  output: texts(2),
  opType: text(4),
  attribute: messages(5, "attribute", attribute),
  domain: text(7),
};

/** Of values between nodes, whose shapes nobody asks for. */
const elementType = { tensorType: message(1, "tensor type", { elemType: integer(1) }) };

export const graph = {
  node: messages(1, "node", node),
  initializer: messages(5, "tensor", tensor),
  input: messages(11, "value", value),
  output: messages(12, "value", value),
  valueInfo: messages(13, "value", { type: message(2, "type", elementType) }),
  sparseInitializer: messages(15, "sparse tensor", sparseTensor),
};

export const model = {
  graph: message(7, "graph", graph),
  functions: messages(25, "function", { node: messages(7, "node", node) }),
};

export interface ModelOutline extends RecordOf<typeof model> {}
export interface GraphOutline extends RecordOf<typeof graph> {}
export interface NodeOutline extends RecordOf<typeof node> {}
export interface TensorOutline extends RecordOf<typeof tensor> {}
export interface ValueOutline extends RecordOf<typeof value> {}
