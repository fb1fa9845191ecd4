/** Measures graphs on the runtimes of this machine: suites and their cells, roofs, and what a measurement is worth. */
export type { ModelOf, ModelRequest } from "./cell/artifacts.js";
export type { Step, SuiteEvent } from "./cell/events.js";
export * from "./errors.js";
export { type GitState, readGitState } from "./git/git.js";
export { type GitOptions, askGit, runGit, withoutGitVariables } from "./git/runGit.js";
export { type OpenedSuite, type SuiteChoices, openPlannedSuite, openSuite, planFileOf } from "./open/openSuite.js";
export { openSuiteNetworks } from "./open/suiteNetworks.js";
export { fingerprintOf } from "./suite/fingerprint.js";
export { type SuiteOptions, runSuite } from "./suite/runSuite.js";
export {
  type SuiteBlock,
  type PlanOptions,
  type Suite,
  BUDGET_SECONDS,
  LARGEST_SUITE,
  planSuite,
  suites,
} from "./suites.js";
