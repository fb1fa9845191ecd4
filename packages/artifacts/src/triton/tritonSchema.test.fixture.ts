/**
 * What Triton's schema of `config.pbtxt` knows, of the fields that are written here: their names, numbers and types, as
 * https://github.com/triton-inference-server/common/blob/83adf7cf88a2f343005974dff3728be746de2d66/protobuf/model_config.proto
 * has them. A field, a type or a word that is not here is an error of its reader.
 */
import protobuf from "protobufjs";
import textformat from "protobufjs/ext/textformat.js";

textformat.install();

type Rule = { readonly rule?: "repeated" };
const field = (id: number, type: string, rule: Rule = {}) => ({ id, type, ...rule });
const REPEATED = { rule: "repeated" } as const;

const DATA_TYPES = "BOOL UINT8 UINT16 UINT32 UINT64 INT8 INT16 INT32 INT64 FP16 FP32 FP64 STRING BF16".split(" ");

const end = (numbers: { readonly dims: number; readonly reshape: number }) => ({
  fields: {
    name: field(1, "string"),
    dataType: field(2, "DataType"),
    dims: field(numbers.dims, "int64", REPEATED),
    reshape: field(numbers.reshape, "ModelTensorReshape"),
  },
});

const nested = {
  DataType: {
    values: { TYPE_INVALID: 0, ...Object.fromEntries(DATA_TYPES.map((name, index) => [`TYPE_${name}`, index + 1])) },
  },
  ModelTensorReshape: { fields: { shape: field(1, "int64", REPEATED) } },
  // An input has its format between its type and its sides.
  ModelInput: end({ dims: 4, reshape: 5 }),
  ModelOutput: end({ dims: 3, reshape: 5 }),
  ModelDynamicBatching: {
    fields: { preferredBatchSize: field(1, "int32", REPEATED), maxQueueDelayMicroseconds: field(2, "uint64") },
  },
  ModelConfig: {
    oneofs: { schedulingChoice: { oneof: ["dynamicBatching"] } },
    fields: {
      name: field(1, "string"),
      backend: field(17, "string"),
      maxBatchSize: field(4, "int32"),
      input: field(5, "ModelInput", REPEATED),
      output: field(6, "ModelOutput", REPEATED),
      dynamicBatching: field(11, "ModelDynamicBatching"),
    },
  },
};

export const modelConfig = protobuf.Root.fromJSON({ nested: { inference: { nested } } }).lookupType(
  "inference.ModelConfig",
);
