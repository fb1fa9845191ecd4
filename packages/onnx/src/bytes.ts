/** Models as the bytes of ONNX files and back: nothing here touches files, so that a browser may use it too. */
export { DamagedOnnxError, OnnxBudgetError } from "./decode/errors.js";
export { ModelTooLargeError, encodeOnnx } from "./encode/encodeOnnx.js";
export { inlineExternalData } from "./encode/inlineExternalData.js";
export { type DeclaredValue, describeBytes } from "./describe/describeBytes.js";
export { type DecodeOptions, decodeOnnx } from "./import/decodeOnnx.js";
export { type DeclaredInput, type OpenSizes, fixShapes } from "./import/importValue.js";
export { isUnreadable } from "./import/isUnreadable.js";
export * from "./import/errors.js";
export { ExternalDataError } from "./import/externalPlace.js";
