/** What a runtime tells of the kernels that it ran, before they are joined to layers. */

/** One kernel of every run, as the runtime orders them. */
export interface Kernel {
  /** Of the node that it runs, in the artifact or in what the runtime's optimiser made of it. */
  readonly node: string;
  /** What it does, as the runtime calls it. */
  readonly op: string;
  /** Median of the runs. */
  readonly medianMs: number;
  /** What it does to its result besides, where the runtime says so. */
  readonly tails?: readonly Tail[];
}

/** What a kernel does to its result besides: the addition of another value, or an activation. */
export type Tail = "add" | "activation";

export interface KernelTimes {
  readonly runs: number;
  /** Median of whole runs, with what is between the kernels. */
  readonly runMs: number;
  /** Median of what a run took besides its kernels. */
  readonly overheadMs: number;
  readonly kernels: readonly Kernel[];
}

/** One run as it was timed: all runs have the same kernels in the same order. */
export interface TimedRun {
  readonly wallMs: number;
  readonly kernels: readonly { readonly node: string; readonly op: string; readonly ms: number }[];
}
