/** One run from the model to its result: opened, expected, loaded, timed, judged. */
import type { Judgement } from "@linknet-kit/bench/judge";
import { type Cell, type Precision, USUAL_PRECISION } from "@linknet-kit/results";
import { summariseLatency } from "@linknet-kit/results/statistics";
import type { Tensors, Timed, Timing } from "@linknet-kit/runtimes";
import { MINIMUM_RUNS, browserRuntime, fromLayout, seededInputs, toLayout } from "@linknet-kit/runtimes/measure";
import type { BrowserRuntimeName, Loaded } from "@linknet-kit/browser/worker";
import type { ModelClient } from "../model/modelClient.js";
import type { ModelFacts, HashedArtifact } from "../model/modelProtocol.js";
import type { ModelSource } from "../model/modelSource.js";
import { type OpenAxes, axesOf } from "../model/openAxes.js";
import { INPUT_SEED, type PageReference, agreement, findReference } from "./findReference.js";
import { inFloatsOf, typesOf } from "./floatTypes.js";
import { type Measured, NOT_CHECKED } from "../measured.js";
import type { RunWorkers } from "./workers.js";

export interface RunRequest {
  readonly source: ModelSource;
  /** Where the model leaves them open: a file that fixes others keeps them. */
  readonly axes: OpenAxes;
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

/** The share of it that bench takes at most for the warm-up is two seconds; samples are taken for ten minutes at most. */
const TIMING = { budgetMs: 8000, limitMs: 600_000 };

/** What cannot be run is a result that says so; rejects where there is no model, or where the workers were ended. */
export async function runModel(request: RunRequest, workers: RunWorkers, events: RunEvents): Promise<Measured> {
  const { source, axes, runtimeName: runtime, threads, device } = request;
  events.onStep("Preparing the model");
  const model = workers.model();
  const facts = await model.ask("open", { source, axes });
  const cell: Cell = { network: source.name, ...axesOf(facts.inputs), runtime, threads };
  const dtype: Precision = facts.isHalf && browserRuntime(request.runtime).format === "onnx" ? "fp16" : USUAL_PRECISION;
  const about = { ...cell, dtype, device, timedRegion: "host" } as const;
  const count = facts.count === undefined ? {} : { count: facts.count };
  try {
    return { result: { ...about, ...(await runOpened(request, { model, facts, cell }, workers, events)) }, ...count };
  } catch (error) {
    if (workers.haveEnded) throw error;
    return { result: { ...about, status: "failed", reason: (error as Error).message } };
  }
}

interface Opened {
  readonly model: ModelClient;
  readonly facts: ModelFacts;
  readonly cell: Cell;
}

async function runOpened(
  request: RunRequest,
  { model, facts, cell }: Opened,
  workers: RunWorkers,
  events: RunEvents,
): Promise<Judgement> {
  const { source, runtime, threads } = request;
  const { onStep } = events;
  const prepared = await model.ask("prepare", { format: browserRuntime(runtime).format });
  const inputs = seededInputs(facts.inputs, INPUT_SEED);
  const reference = await findReference({ source, facts, model, runtime, workers, onStep, given: inputs });
  const atSmallSize = await checkSmallSize(request, facts, workers, onStep);

  onStep("Loading the runtime and the model");
  const worker = workers.runtime(runtime);
  const loaded = await worker.load(prepared.artifact, { threads });
  events.onLoaded(loaded);
  const given = toLayout(inFloatsOf(inputs, typesOf(prepared.inputs)), loaded);
  let told = 0;
  const tellSamples = (samplesMs: readonly number[]): void => {
    told += samplesMs.length;
    events.onSamples(samplesMs);
  };
  const timing: Timing = { ...TIMING, runs: request.runs };
  const timed = await worker.measure(given, {
    timing,
    onProgress: (progress) => {
      if (progress.stage === "samples") tellSamples(progress.newSamplesMs);
      onStep(progress.stage === "first run" ? "First run" : progress.stage === "warm-up" ? "Warming up" : "Measuring");
    },
  });
  // Progress is told twice a second at most, and what came since its last may be all there is.
  tellSamples(timed.samplesMs.slice(told));
  onStep("Checking the output");
  const placement = await worker.place(given);
  const { isHalf } = facts;
  return await judge({ prepared, reference, atSmallSize, loaded, timed, placement, timing, cell, isHalf });
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
  readonly prepared: HashedArtifact;
  readonly reference: PageReference;
  readonly atSmallSize: { readonly agrees: boolean; readonly text: string } | undefined;
  readonly loaded: Loaded;
  readonly timed: Timed;
  readonly placement: Awaited<ReturnType<import("@linknet-kit/browser/worker").RuntimeWorker["place"]>>;
  readonly timing: Timing;
  readonly cell: Cell;
  readonly isHalf: boolean;
}

async function judge({ prepared, reference, atSmallSize, ...run }: Judging): Promise<Judgement> {
  const { loaded, timed, placement, timing, cell, isHalf } = run;
  const { outputs, ...times } = timed;
  const { device, threads, loadTimes } = loaded;
  const known = { ...(device === undefined ? {} : { device }), threads };
  if (atSmallSize?.agrees === false) {
    return { ...known, status: "incorrect", reason: `the output is wrong ${atSmallSize.text}` };
  }
  if ("missing" in reference) return unchecked(reference.missing, run, prepared);
  const actual = fromLayout(outputs, loaded);
  const named = namedAs(actual, reference.outputs);
  const expected = named && inFloatsOf(named, actual);
  if (expected === undefined) {
    const [here, there] = [actual, reference.outputs].map((each) => Object.keys(each).join(", "));
    return unchecked(`it gives ${here}, and ${reference.name} gives ${there}`, run, prepared);
  }
  const small = atSmallSize === undefined ? "" : `; this runtime ${atSmallSize.text}`;
  const { bytes, sha256 } = prepared;
  return await reference.model.ask("judge", {
    measurement: { ...known, ...loadTimes, ...times, ...(placement === undefined ? {} : { placement }) },
    outputs: actual,
    expected,
    reference: `${reference.name}${small}`,
    isHalf,
    cell,
    artifact: { bytes, sha256 },
    timing,
  });
}

/** It counts as failed for everyone who reads it, since nobody knows whether it is right, and keeps what was measured. */
function unchecked(
  why: string,
  { loaded, timed, cell }: Pick<Judging, "loaded" | "timed" | "cell">,
  prepared: HashedArtifact,
): Judgement {
  const { device, threads, loadTimes } = loaded;
  const { samplesMs, firstRunMs, warmupRuns } = timed;
  const latency = samplesMs.length >= MINIMUM_RUNS ? summariseLatency(samplesMs) : undefined;
  return {
    ...(device === undefined ? {} : { device }),
    threads,
    status: "failed",
    reason: `${NOT_CHECKED}: ${why}`,
    load: { ...loadTimes, artifactBytes: prepared.bytes, artifactSha256: prepared.sha256 },
    firstRunMs,
    warmupRuns,
    ...(latency === undefined ? {} : { latency, throughputFps: (1000 * cell.batch) / latency.medianMs }),
  };
}

/** The expected outputs under the names of the actual ones, which may be others where there is only one. */
function namedAs(actual: Tensors, expected: Tensors): Tensors | undefined {
  const [names, wanted] = [Object.keys(actual), Object.keys(expected)];
  if (wanted.every((name) => names.includes(name))) return expected;
  return names.length === 1 && wanted.length === 1 ? { [names[0]!]: expected[wanted[0]!]! } : undefined;
}
