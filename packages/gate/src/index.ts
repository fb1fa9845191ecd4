/** Gates: what is counted exactly, what is measured beside another revision, and one verdict a figure. */
export { type Baseline, baselineKind, readBaseline, writeBaseline } from "./baseline.js";
export { checkAgainstBaseline, checkAgainstRevision } from "./check/runCheck.js";
export type { CheckOptions } from "./check/countSubjects.js";
export { updateBaseline } from "./check/updateBaseline.js";
export { type Config, type Subject, findConfig, hasConfig, readConfig, subjectName } from "./config/config.js";
export * from "./errors.js";
export { type Allowances, checkExact } from "./exact/gate.js";
export { type ExactRecord, countFile } from "./exact/metrics.js";
export { type BaseOptions, GitBase } from "./revision/gitBase.js";
export type { ItemProgress, Narrator } from "./narrator.js";
export { renderAnnotations, renderSummary } from "./render/renderGithub.js";
export { renderJunit } from "./render/renderJunit.js";
export { renderUpdate } from "./render/renderUpdate.js";
export { type TextOptions, renderText } from "./render/renderText.js";
export { type SpeedOptions, checkSpeed } from "./speed/checkSpeed.js";
export { type BaseComparison, compareWithBase } from "./speed/compareWithBase.js";
export { compareResults } from "./speed/compareResults.js";
export { type Finding, type GateReport, type Verdict, errorFinding, isFailure, makeReport } from "./verdict.js";
