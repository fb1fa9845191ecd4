/** Weights in memory, for browsers too: nothing here touches files. */
export { type MatchedWeights, matchWeights } from "./matchWeights.js";
export { type Safetensors, decodeSafetensors } from "./safetensors/decodeSafetensors.js";
