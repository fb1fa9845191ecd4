/** Measures graphs on the runtimes of this machine. */
export { type CompareOptions, compareArtifacts } from "./comparison/compareArtifacts.js";
export type { ArtifactComparison } from "./comparison/confirm.js";
export * from "./errors.js";
export { captureEnvironment } from "./machine/environment.js";
export { allowedCores, cpuModel } from "./machine/cores.js";
export { type GitState, readGitState } from "./machine/git.js";
export { type GitOptions, askGit, runGit, withoutGitVariables } from "./machine/runGit.js";
export type { Outcome } from "./process/runJob.js";
export { chromiumRuntimes } from "./runtimes/chromium.js";
export { NothingRunsError } from "./runtimes/nothingRuns.js";
export { probeRuntimes } from "./runtimes/probe.js";
export type * from "./runtimes/runtime.js";
export { findRuntime, runtimes } from "./runtimes/table.js";
export { TRTEXEC, trtexecRuntime } from "./runtimes/trtexec.js";
export { variantOf } from "./runtimes/variant.js";
export type { ModelOf, ModelRequest } from "./suite/artifacts.js";
export { type ModelFile, openModelFile } from "./modelFile/openModelFile.js";
export { MINIMUM_RUNS } from "./child/loop.js";
export { type LabelledFile, labelFiles, planModelFiles } from "./planModelFiles.js";
export { fingerprintOf } from "./suite/fingerprint.js";
export type { Step, SuiteEvent } from "./suite/events.js";
export { type SuiteOptions, runSuite } from "./suite/runSuite.js";
export { type Block, type PlanOptions, type Suite, planSuite, suites } from "./suites.js";
export {
  type ComparedValue,
  type Verification,
  type VerifiedRun,
  type VerifyOptions,
  type VerifyStep,
  verifyArtifacts,
} from "./verify/verifyArtifacts.js";
