/** Opens what a user calls a model: a network's name, a network file of their own, an ONNX file. */
export { FixedChoiceError, NotANetworkError, OpenSizeError, WrongKindOfModelError } from "./errors.js";
export { type SourceKind, kindOf } from "./kinds.js";
export { type ModelChoices, type OpenedModel, openModel } from "./openModel.js";
export { type OpenedNetwork, openNetwork } from "./openNetwork.js";
export { type ChoiceWords, FIELDS, type InputShapes, type SizeChoices, parseSize, shapesFor } from "./openSizes.js";
