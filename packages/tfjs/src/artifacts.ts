/** What a tfjs graph model consists of, in memory: nothing here touches files, so that a browser may use it too. */
export { type EmittedGraphModel, type EmittedWeight, emitModel } from "./emit/emitModel.js";
export { type TfjsOptions, encodeTfjs } from "./encode/encodeTfjs.js";
export { UnstorableWeightError } from "./encode/storeWeight.js";
export { layoutOf } from "./layout.js";
export { type LowerOptions, lowerForTfjs } from "./lower.js";
export { WEIGHT_TYPES, type WeightType } from "./target.js";
export type { ModelArtifacts, ModelJson } from "./modelJson.js";
export { DamagedTfjsError, NotGraphModelError, ShardError, TfjsBudgetError } from "./read/errors.js";
export { parseTfjs } from "./read/parseTfjs.js";
export { type DeclaredEnd, type TfjsDescription, describeTfjs } from "./read/describeTfjs.js";
export { valuesOfSignature } from "./read/valuesOfSignature.js";
export { UnsupportedByTfjsError } from "./emit/checkNodes.js";
