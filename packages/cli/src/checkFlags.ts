/** What every part of a check is handed. */
import type { Config } from "@linknet-kit/gate";
import type { Context } from "../context.js";
import type { ForceFlag } from "../outputs.js";
import type { ProgressLine } from "../progress.js";
import type { CheckRules } from "./outputRule.js";

export interface CheckFlags extends ForceFlag {
  readonly config?: string;
  readonly against?: string;
  readonly speed: boolean;
  readonly update?: boolean;
  readonly junit?: string;
  readonly github: boolean;
  readonly json?: boolean;
}

export interface Checking extends Context {
  readonly flags: CheckFlags;
  readonly config: Config;
  /** Where paths of subjects and of the baseline start. */
  readonly configFolder: string;
  readonly baselinePath: string;
  readonly rules: CheckRules;
  /** For artifacts. */
  readonly folder: string;
}

/** While subjects are counted. */
export interface Counting extends Checking {
  readonly progress: ProgressLine;
}
