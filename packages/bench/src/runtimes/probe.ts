/** Finds out what runs on this machine. */
import { runJob } from "../process/runJob.js";
import type { Availability, Runtime } from "./runtime.js";

/** A runtime that takes longer to say what it is does not work. */
const STALL_MS = 60_000;

/** Asks the runtime's driver, in a child process: a broken native library takes only that process down. */
export async function probeRuntime(
  { driver, remedy }: Runtime,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<Availability> {
  const outcome = await runJob({ kind: "probe", driver }, { stallMs: STALL_MS, signal });
  if (outcome.kind === "answer") return { available: true, ...outcome.answer };
  return { available: false, reason: outcome.reason, remedy };
}
