/** One run from the model to its result: opened, expected, loaded, timed, judged. */
import {
  type Cell,
  type Count,
  DTYPE,
  type Finding,
  type InputValue,
  type Latency,
  MINIMUM_RUNS,
  type Result,
  type Size,
  type Tensors,
  type Timed,
  type Timing,
  fromLayout,
  seededInputs,
  summariseLatency,
  toLayout,
} from "@linknet-kit/bench/measure";
import type { BrowserRuntimeName, Loaded } from "../../worker/protocol.js";
import type { ModelFacts, PreparedArtifact } from "../model/modelProtocol.js";
import type { ModelClient } from "../model/modelClient.js";
import type { ModelSource } from "../model/modelSource.js";
import { INPUT_SEED, type Reference, agreement, findReference, formatOf } from "./findReference.js";
import type { RunWorkers } from "./workers.js";

export interface RunRequest {
  readonly source: ModelSource;
  /** Of the image; a file that fixes another one keeps it. */
  readonly size: Size;
  readonly runtime: BrowserRuntimeName;
  readonly threads: number;
  readonly runs: number;
  /** As the result names the runtime: `chromium/tfjs-wasm`. */
  readonly runtimeName: string;
  /** What the probe found. */
  readonly device: string;
}

export interface RunEvents {
  readonly onStep: (step: string) => void;
  readonly onLoaded: (loaded: Loaded) => void;
  readonly onSamples: (samplesMs: readonly number[]) => void;
}

export interface Measured {
  readonly result: Result;
  readonly count?: Count;
  /** Of samples whose output could not be compared with anything: shown, but no result. */
  readonly uncheckedLatency?: Latency;
}

/** The share of it that bench takes at most for the warm-up is two seconds; samples are taken for ten minutes at most. */
const TIMING = { budgetMs: 8000, limitMs: 600_000 };

/** What cannot be run is a result that says so; rejects where there is no model, or where the workers were ended. */
export async function runModel(request: RunRequest, workers: RunWorkers, events: RunEvents): Promise<Measured> {
  const { source, size, runtimeName: runtime, threads, device } = request;
  events.onStep("Preparing the model");
  const model = workers.model();
  const facts = await model.ask("open", { source, size });
  try {
    return await runOpened(request, { model, facts }, workers, events);
  } catch (error) {
    if (workers.haveEnded) throw error;
    const cell = { ...describeCell(source, facts.inputs ?? [], facts.count?.size ?? size), runtime, threads };
    const reason = (error as Error).message;
    return { result: { ...cell, dtype: DTYPE, device, timedRegion: "host", status: "failed", reason } };
  }
}

interface Opened {
  readonly model: ModelClient;
  readonly facts: ModelFacts;
}

async function runOpened(
  request: RunRequest,
  { model, facts }: Opened,
  workers: RunWorkers,
  events: RunEvents,
): Promise<Measured> {
  const { source, size, runtime, threads, runtimeName, device } = request;
  const { onStep } = events;
  const prepared = await model.ask("prepare", { format: formatOf(runtime) });
  const asked = { source, facts, model, runtime, workers, onStep };
  const reference = await findReference(asked);
  const atSmallSize = await checkSmallSize(request, facts, workers, onStep);

  onStep("Loading the runtime and the model");
  const worker = workers.runtime(runtime);
  const loaded = await worker.load(prepared.artifact, { threads });
  events.onLoaded(loaded);
  const inputs = facts.inputs ?? loaded.inputs;
  if (inputs === undefined) {
    throw new Error(loaded.inputsProblem ?? "neither the file nor the runtime says what the model takes");
  }
  const given = toLayout(seededInputs(inputs, INPUT_SEED), loaded);
  const timing: Timing = { ...TIMING, runs: request.runs };
  const timed = await worker.measure(given, {
    timing,
    onProgress: (progress) => {
      if (progress.stage === "samples") events.onSamples(progress.newSamplesMs);
      onStep(progress.stage === "first run" ? "First run" : progress.stage === "warm-up" ? "Warming up" : "Measuring");
    },
  });
  onStep("Checking the output");
  const placement = await worker.place(given);
  const base = describeCell(source, inputs, facts.count?.size ?? size);
  const cell: Cell = { ...base, runtime: runtimeName, threads };
  const finding = await judge({ model, prepared, reference, atSmallSize, loaded, timed, placement, timing, cell });
  return {
    result: { ...cell, dtype: DTYPE, device, timedRegion: "host", ...finding },
    ...(facts.count === undefined ? {} : { count: facts.count }),
    ...("missing" in reference && timed.samplesMs.length >= MINIMUM_RUNS
      ? { uncheckedLatency: summariseLatency(timed.samplesMs) }
      : {}),
  };
}

/** At full size the outputs of networks that pass positions on need not agree everywhere, so the small one decides. */
async function checkSmallSize(
  { source, runtime, threads }: RunRequest,
  { passesPositions }: ModelFacts,
  workers: RunWorkers,
  onStep: RunEvents["onStep"],
): Promise<{ readonly agrees: boolean; readonly text: string } | undefined> {
  if (!passesPositions || source.kind !== "network") return undefined;
  return await agreement(source, runtime, { threads }, { workers, onStep });
}

interface Judging {
  readonly model: ModelClient;
  readonly prepared: PreparedArtifact;
  readonly reference: Reference;
  readonly atSmallSize: { readonly agrees: boolean; readonly text: string } | undefined;
  readonly loaded: Loaded;
  readonly timed: Timed;
  readonly placement: Awaited<ReturnType<import("../../worker/runtimeWorker.js").RuntimeWorker["place"]>>;
  readonly timing: Timing;
  readonly cell: Cell;
}

async function judge({ model, prepared, reference, atSmallSize, ...run }: Judging): Promise<Finding> {
  const { loaded, timed, placement, timing, cell } = run;
  const { outputs, ...times } = timed;
  const { device, threads, loadTimes } = loaded;
  const known = { ...(device === undefined ? {} : { device }), threads };
  if (atSmallSize?.agrees === false) {
    return { ...known, status: "incorrect", reason: `the output is wrong ${atSmallSize.text}` };
  }
  const { artifact: _, ...artifact } = prepared;
  if ("missing" in reference) {
    const load = { ...loadTimes, artifactBytes: artifact.bytes, artifactSha256: artifact.sha256 };
    const reason = `nothing to check the output against: ${reference.missing}`;
    return { ...known, status: "failed", load, firstRunMs: times.firstRunMs, warmupRuns: times.warmupRuns, reason };
  }
  const small = atSmallSize === undefined ? "" : `; this runtime ${atSmallSize.text}`;
  return await model.ask("judge", {
    measurement: { ...known, ...loadTimes, ...times, ...(placement === undefined ? {} : { placement }) },
    outputs: fromLayout(outputs, loaded) satisfies Tensors,
    expected: reference.outputs,
    reference: `${reference.name}${small}`,
    cell,
    artifact,
    timing,
  });
}

/** What an image is called in a result: the sides of the first input, where it has some. */
function describeCell(source: ModelSource, inputs: readonly InputValue[], size: Size) {
  const shape = inputs[0]?.type.shape ?? [1, 3, size.height, size.width];
  const [batch = 1] = shape.length > 1 ? shape : [1];
  const [width, height] = source.kind === "network" ? [size.width, size.height] : [shape.at(-1), shape.at(-2)];
  return { network: source.name, size: { width: width ?? 1, height: height ?? 1 }, batch };
}
