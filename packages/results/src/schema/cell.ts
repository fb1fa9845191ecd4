/** One measurement of a suite: a network at a size and a batch, on a runtime with a number of threads. */
import type { Result, ImageSize } from "./schema.js";

/** Weights and activations of 32-bit floating point, as those of all networks here are. */
export const DTYPE = "fp32";

/** What networks are measured in; of the second, what is loaded and stored is float16, and a runtime may compute in more. */
export const DTYPES = [DTYPE, "fp16"] as const;

export interface Cell {
  readonly network: string;
  readonly size: ImageSize;
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

/** Equal for cells of the same model, whatever numbers it is run with. */
export function modelKey({ network, size, batch }: Pick<Cell, "network" | "size" | "batch">): string {
  return JSON.stringify([network, size.width, size.height, batch]);
}
