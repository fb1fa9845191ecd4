/** One measurement of a suite: a network at a size and a batch, on a runtime with a number of threads. */
import type { Result, Size } from "./result/schema.js";

/** Weights and activations of 32-bit floating point, as those of all networks here are. */
export const DTYPE = "fp32";

export interface Cell {
  readonly network: string;
  readonly size: Size;
  readonly batch: number;
  /** Of weights and activations; `DTYPE` unless given. */
  readonly dtype?: string;
  /** A runtime's name. */
  readonly runtime: string;
  readonly threads: number;
}

/** Equal for equal cells. */
export function cellKey({ network, size, batch, runtime, threads, dtype = DTYPE }: Cell): string {
  return JSON.stringify([network, size.width, size.height, batch, runtime, threads, dtype]);
}

/** The cell that a result was asked for: its runtime may have run on fewer threads. */
export function cellOf({ network, size, batch, dtype, runtime, threads, requestedThreads }: Result): Cell {
  const other = dtype === DTYPE ? {} : { dtype };
  return { network, size, batch, ...other, runtime, threads: requestedThreads ?? threads };
}

/** Equal for cells that run the same artifact. */
export function artifactKey({ network, size, batch }: Omit<Cell, "runtime" | "threads">): string {
  return JSON.stringify([network, size.width, size.height, batch]);
}
