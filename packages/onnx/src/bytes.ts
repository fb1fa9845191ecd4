/** Models as the bytes of ONNX files and back: nothing here touches files, so that a browser may use it too. */
export { DamagedOnnxError, OnnxBudgetError } from "./decode/errors.js";
export { ModelTooLargeError, encodeOnnx } from "./encode/encodeOnnx.js";
export { decodeOnnx } from "./import/decodeOnnx.js";
export * from "./import/errors.js";
