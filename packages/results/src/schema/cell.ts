/** One measurement of a suite: a network at a size and a batch, on a runtime with a number of threads. */
import { USUAL_PRECISION } from "@linknet-kit/core/tensors";
import type { Result, ImageSize } from "./schema.js";

export interface Cell {
  readonly network: string;
  readonly size: ImageSize;
  readonly batch: number;
  /** A `Precision`, or what another program calls its own; `USUAL_PRECISION` unless given. */
  readonly dtype?: string;
  /** A runtime's name. */
  readonly runtime: string;
  readonly threads: number;
}

/** Equal for equal cells. */
export function cellKey({ network, size, batch, runtime, threads, dtype = USUAL_PRECISION }: Cell): string {
  return JSON.stringify([network, size.width, size.height, batch, runtime, threads, dtype]);
}

/** The cell that a result was asked for: its runtime may have run on fewer threads. */
export function cellOf({ network, size, batch, dtype, runtime, threads, requestedThreads }: Result): Cell {
  const other = dtype === USUAL_PRECISION ? {} : { dtype };
  return { network, size, batch, ...other, runtime, threads: requestedThreads ?? threads };
}

/** Equal for cells of the same model, whatever numbers it is run with. */
export function modelKey({ network, size, batch }: Pick<Cell, "network" | "size" | "batch">): string {
  return JSON.stringify([network, size.width, size.height, batch]);
}
