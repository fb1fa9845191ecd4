/** What measuring an artifact finds. */
import type { KernelTimes } from "../profile/kernels.js";
import type { NodePlacement, Timed } from "../runtime/runtime.js";
import type { LoadTimes } from "../runtime/timing.js";

export interface Measurement extends LoadTimes, Omit<Timed, "outputs"> {
  readonly device?: string;
  readonly threads: number;
  readonly comparison: Comparison;
  /** Where the nodes ran, for runtimes that can tell. */
  readonly placement?: NodePlacement;
  /** Where the time went, if that was asked for, or why it is unknown. */
  readonly profile?: KernelTimes | { readonly reason: string };
}

/** How an output compares with the expected one; `mismatch` where it cannot be compared at all. */
export type Comparison =
  | { readonly relativeError: number; readonly shareAbove: number }
  | { readonly mismatch: string };
