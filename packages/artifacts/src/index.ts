/** The files that runtimes load: what models are written for, and how. The one package that knows every format. */
export { artifactFiles, formatOfFile } from "./artifactFiles.js";
export { type ExportChoices, type PlannedArtifact, type Telling, inOneFolder, planExport } from "./exportModel.js";
export { type Float16Losses, describeLosses } from "./float16Losses.js";
export { type LoadedWeights, type WeightChoices, loadWeights } from "./loadWeights.js";
export { WEIGHT_TYPES, type WeightType } from "@linknet-kit/tfjs/target";
export {
  type ArtifactFormat,
  type ArtifactTarget,
  type ModelFormat,
  findTarget,
  formats,
  modelFormatOf,
  modelFormats,
  targets,
  usualTarget,
} from "./targets.js";
export { placeArtifact } from "./placeArtifact.js";
export { tritonModelPath } from "./triton/tritonConfig.js";
export {
  type ArtifactOptions,
  type WrittenArtifact,
  artifactKind,
  artifactPath,
  filesBeside,
  writeArtifact,
} from "./writeArtifact.js";
