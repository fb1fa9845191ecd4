/** Graphs to ONNX files and back. */
export type { ReadBudget } from "./decode/budget.js";
export { DamagedOnnxError, OnnxBudgetError, UnreadableOnnxError } from "./decode/errors.js";
export { DynamicBatchError } from "./emit/dynamicBatch.js";
export { type EmitOptions, type EmittedModel, emitModel } from "./emit/emitModel.js";
export type { EmittedTensor } from "./emit/emitNode.js";
export { ModelTooLargeError, encodeOnnx } from "./encode/encodeOnnx.js";
export { type ExposedModel, exposeValues } from "./encode/exposeValues.js";
export { type WriteOnnxOptions, type WrittenOnnx, writeOnnx } from "./encode/writeOnnx.js";
export * from "./import/errors.js";
export { ExternalDataError } from "./import/externalData.js";
export type { ImportOptions } from "./import/importModel.js";
export { decodeOnnx } from "./import/decodeOnnx.js";
export { readOnnx } from "./import/readOnnx.js";
export { type OnnxInventory, inspectOnnx } from "./inspect.js";
export { DisputedFormError, NoOperatorError } from "./nodeForm.js";
export { HIGHEST_OPSET, LOWEST_OPSET, OpsetRangeError, OpsetTooLowError } from "./opsets.js";
export { TargetOperatorsError, TargetOpsetError, TargetTypeError } from "./targetLimits.js";
export { type Target, findTarget, lowerGraph, targets } from "./targets.js";
