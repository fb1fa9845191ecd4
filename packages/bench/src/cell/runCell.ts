/** One cell: its artifact, its reference, its measurement, its result. */
import { LinknetError } from "@linknet-kit/base";
import type { Model } from "@linknet-kit/core";
import { type Cell, USUAL_PRECISION, type Result } from "@linknet-kit/results";
import { type Availability, type Runtime, type Timing, profileOf, runJob } from "@linknet-kit/runtimes";
import type { Measurement } from "@linknet-kit/runtimes/measure";
import { type Artifacts, type PreparedArtifact, isFile, variantOf } from "./artifacts.js";
import type { Step } from "./events.js";
import { type Judgement, judgeMeasurement } from "./judgeMeasurement.js";
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
  const base = {
    network,
    size,
    batch,
    dtype: cell.dtype ?? USUAL_PRECISION,
    runtime,
    threads,
    timedRegion: "host",
  } as const;
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

/** Of a file, whose input need not be one image. */
function inputsOf({ subject, inputs }: PreparedArtifact): Pick<Result, "inputs"> {
  if (!isFile(subject)) return {};
  return { inputs: inputs.map(({ name, type }) => ({ name, dtype: type.dtype, shape: [...type.shape] })) };
}

function profileIn(
  model: Model | undefined,
  times: NonNullable<Measurement["profile"]>,
): NonNullable<Result["profile"]> {
  if ("reason" in times) return times;
  if (model === undefined)
    return { reason: "the model has operators that are not known here, so that kernels have no layers" };
  return profileOf(model.graph, times);
}

/** Nothing is timed before there is something to check the output against. */
async function findOut(cell: Cell, context: CellContext): Promise<Judgement> {
  const { runtime, artifacts, references, seed, timing, profile = false, stallMs, signal, onStep } = context;
  const { network, size, batch, threads } = cell;
  onStep({ stage: "artifact" });
  const artifact = await artifacts.get({ network, size, batch }, variantOf(cell, runtime));
  // Of the numbers that the network has: what halving them does to the output is part of what is checked.
  const reference = await references.of({ network, size, batch }, onStep);
  if (reference.kind !== "answer") {
    return { status: "failed", reason: `nothing to check the output against: ${reference.reason}` };
  }
  const { folder: expectedFolder } = reference.answer;
  let { name } = reference.answer;
  // At full size these networks' outputs need not agree everywhere, so the small one decides about the runtime.
  if (artifact.passesPositions && !isFile(artifact.subject)) {
    const agreement = await references.agreement(network, runtime, { threads }, onStep);
    if (agreement.kind !== "answer") return { status: agreement.kind, reason: agreement.reason };
    const { agrees, text } = agreement.answer;
    if (!agrees) return { status: "incorrect", reason: `the output is wrong ${text}` };
    name = `${name}; this runtime ${text}`;
  }
  const { path, inputs, outputs, externalData, tolerance, model } = artifact;
  const outcome = await runJob(
    {
      kind: "measure",
      driver: runtime.driver,
      artifact: { path, inputs, outputs, ...(externalData === undefined ? {} : { externalData }) },
      threads,
      seed,
      timing,
      profile,
      expectedFolder,
      tolerance,
    },
    { stallMs, signal, onProgress: onStep },
  );
  const fed = inputsOf(artifact);
  if (outcome.kind !== "answer") return { ...fed, status: outcome.kind, reason: outcome.reason };
  const { profile: times } = outcome.answer;
  return {
    ...fed,
    ...judgeMeasurement(outcome.answer, { cell, artifact, reference: name, timing }),
    ...(times && { profile: profileIn(model, times) }),
  };
}
