/** Weights from and to files, and into the network they fit. */
export { type Mismatch, type WeightDifferences, WeightsMismatchError } from "./errors.js";
export { type MatchOptions, type MatchedWeights, matchWeights } from "./matchWeights.js";
export {
  ChangedSafetensorsError,
  DamagedSafetensorsError,
  UnreadableSafetensorsError,
  UnsupportedTypesError,
} from "./safetensors/errors.js";
export { type Safetensors, decodeSafetensors } from "./safetensors/decodeSafetensors.js";
export { type ReadSafetensorsOptions, readSafetensors } from "./safetensors/readSafetensors.js";
export { ownSafetensors } from "./safetensors/ownFile.js";
export {
  type SafetensorsOptions,
  type WriteSafetensorsOptions,
  type WrittenSafetensors,
  safetensorsFile,
  writeSafetensors,
} from "./safetensors/writeSafetensors.js";
export {
  DamagedWeightsError,
  RefusedPickleError,
  UnreadableWeightsError,
  UnsupportedWeightsError,
} from "./damaged.js";
export { WeightsBudgetError } from "./memory/budget.js";
export { type ReadWeightsOptions, type WeightsFile, decodeWeights, readWeights } from "./readWeights.js";
