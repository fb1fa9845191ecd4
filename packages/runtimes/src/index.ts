/** The runtimes of this machine behind one interface, each in a child process: what there is, measured, profiled and verified. */
export { toPlainModel } from "./child/plainModel.js";
export type { Artifact, FedRun, Served } from "./child/protocol.js";
export { type CompareOptions, compareArtifacts } from "./comparison/compareArtifacts.js";
export type { ArtifactComparison } from "./comparison/confirm.js";
export { variantNamed } from "./drivers/variant.js";
export { allowedCores, cpuModel } from "./machine/cores.js";
export { captureEnvironment } from "./machine/environment.js";
export { ConversionDiffersError, ConversionRefusedError, OpenConversionError } from "./convert/errors.js";
export {
  type ArtifactCoverage,
  type Conversion,
  type ConvertStep,
  type ConvertedArtifact,
  convertFile,
} from "./convert/convertFile.js";
export type { CoveredNode, NodeFate } from "./convert/coverage.js";
export type { Parity } from "./convert/parity.js";
export { type ModelFile, openModelFile } from "./modelFile/openModelFile.js";
export { requireMemory } from "./modelFile/requireMemory.js";
export { type Outcome, runJob } from "./process/runJob.js";
export { ArtifactRunError, type ServingOptions, type ServedArtifact, serveArtifact } from "./process/serveArtifact.js";
export { profileOf } from "./profile/profileOf.js";
export type * from "./runtime/runtime.js";
export type * from "./runtime/timing.js";
export type { ModelComparison } from "./simplify/compareModels.js";
export {
  type Simplification,
  type SimplifiedSize,
  type SimplifyOptions,
  simplifyFile,
} from "./simplify/simplifyFile.js";
export { chromiumRuntimes } from "./table/chromium.js";
export { NothingRunsError, refuseNothing } from "./table/nothingRuns.js";
export { probeRuntime, probeRuntimes } from "./table/probe.js";
export { findRuntime, runtimes } from "./table/table.js";
export { TRTEXEC, trtexecRuntime } from "./table/trtexec.js";
export { NoRuntimeForArtifactError } from "./verify/errors.js";
export {
  type Verification,
  type VerifiedRun,
  type VerifyOptions,
  type VerifyStep,
  verifyArtifacts,
} from "./verify/verifyArtifacts.js";
export type { ComparedValue } from "./verify/compareOutput.js";
