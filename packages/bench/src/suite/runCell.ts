/** One cell: its artifact, its reference, its measurement, its result. */
import { LinknetError } from "@linknet-kit/core";
import { type Cell, DTYPE } from "../cell.js";
import type { Timing } from "../timing.js";
import { profileOf } from "../profile/profileOf.js";
import { runJob } from "../process/runJob.js";
import type { Result } from "../result/schema.js";
import type { Availability, Runtime } from "../runtimes/runtime.js";
import type { Artifacts } from "./artifacts.js";
import { TOLERANCE, passesPositions } from "./check.js";
import type { Step } from "./events.js";
import { type Finding, judgeMeasurement } from "./judgeMeasurement.js";
import type { References } from "./references.js";

export interface CellContext {
  readonly runtime: Runtime;
  readonly availability: Availability;
  readonly artifacts: Artifacts;
  readonly references: References;
  readonly seed: number;
  readonly timing: Timing;
  /** Whether to find out where the time goes. */
  readonly profile?: boolean;
  readonly stallMs: number;
  readonly signal: AbortSignal | undefined;
  readonly onStep: (step: Step) => void;
}

/** The cell's result, whatever becomes of it; rejects only when the signal is aborted, and for bugs. */
export async function runCell(cell: Cell, context: CellContext): Promise<Result> {
  const { availability, signal } = context;
  const { network, size, batch, runtime, threads } = cell;
  const base = { network, size, batch, dtype: DTYPE, runtime, threads, timedRegion: "host" } as const;
  if (!availability.available) {
    const reason = `${availability.reason}; to add it: ${availability.remedy}`;
    return { ...base, device: "unknown", status: "unavailable", reason };
  }
  const { device } = availability;
  try {
    return { ...base, device, ...(await findOut(cell, context)) };
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof LinknetError)) throw error;
    const reason = error.hint === undefined ? error.message : `${error.message}: ${error.hint}`;
    return { ...base, device, status: "failed", reason };
  }
}

/** Nothing is timed before there is something to check the output against. */
async function findOut(cell: Cell, context: CellContext): Promise<Finding> {
  const { runtime, artifacts, references, seed, timing, profile = false, stallMs, signal, onStep } = context;
  const { network, size, batch, threads } = cell;
  onStep({ stage: "artifact" });
  const artifact = await artifacts.get({ network, size, batch }, runtime.artifact);
  const reference = await references.of({ network, size, batch }, onStep);
  if (reference.kind !== "answer") {
    return { status: "failed", reason: `nothing to check the output against: ${reference.reason}` };
  }
  const { folder: expectedFolder } = reference.answer;
  let { name } = reference.answer;
  // At full size these networks' outputs need not agree everywhere, so the small one decides about the runtime.
  if (passesPositions(artifact.model.graph)) {
    const agreement = await references.agreement(network, runtime, { threads }, onStep);
    if (agreement.kind !== "answer") return { status: agreement.kind, reason: agreement.reason };
    const { agrees, text } = agreement.answer;
    if (!agrees) return { status: "incorrect", reason: `the output is wrong ${text}` };
    name = `${name}; this runtime ${text}`;
  }
  const { path, inputs, outputs } = artifact;
  const outcome = await runJob(
    {
      kind: "measure",
      driver: runtime.driver,
      artifact: { path, inputs, outputs },
      threads,
      seed,
      timing,
      profile,
      expectedFolder,
      tolerance: TOLERANCE,
    },
    { stallMs, signal, onProgress: onStep },
  );
  if (outcome.kind !== "answer") return { status: outcome.kind, reason: outcome.reason };
  const { profile: times } = outcome.answer;
  return {
    ...judgeMeasurement(outcome.answer, { cell, artifact, reference: name, timing }),
    ...(times && { profile: "reason" in times ? times : profileOf(artifact.model.graph, times) }),
  };
}
