/** What a suite tells its caller while it runs. */
import type { Cell, Result } from "@linknet-kit/results";
import type { Progress } from "@linknet-kit/runtimes";

/** Where a cell stands: what is done before it is measured, then what its child process says. */
export type Step = { readonly stage: "artifact" | "evaluator" | "reference" } | Progress;

/** `index` counts from 1 to `cells`. */
interface Position {
  readonly cell: Cell;
  readonly index: number;
  readonly cells: number;
}

export type SuiteEvent =
  /** Before the machine and its runtimes are looked at, these of one process. */
  | { readonly kind: "probe"; readonly runtimes: readonly string[] }
  /**
   * `kept` results of an interrupted run are not measured again; of the others, `toMeasure` are of runtimes that are there. All that is left
   * takes about `expectedSeconds`.
   */
  | {
      readonly kind: "suite";
      readonly cells: number;
      readonly kept: number;
      readonly toMeasure: number;
      readonly budgetSeconds: number;
      readonly expectedSeconds: number;
    }
  /** Before the cells: what a runtime reaches at most. */
  | { readonly kind: "roof"; readonly of: string; readonly runtime: string; readonly threads: number }
  /** `leftSeconds` from here to the end of the suite, by what its cells took so far. */
  | ({ readonly kind: "cell"; readonly leftSeconds: number } & Position)
  | ({ readonly kind: "step"; readonly step: Step } & Position)
  | ({ readonly kind: "result"; readonly result: Result } & Position)
  /** With the first result, where an older file with other measurements stood in its way. */
  | { readonly kind: "moved aside"; readonly to: string };
