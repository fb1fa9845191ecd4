/** Everything the page shows, and how it changes. */
import type { Device } from "@linknet-kit/runtimes";
import { browserRuntime } from "@linknet-kit/runtimes/measure";
import {
  type BrowserRuntimeName,
  type Loaded,
  type LoadedArtifact,
  browserRuntimeNames,
} from "@linknet-kit/browser/worker";
import { type Choice, DROPPED, FIRST_CHOICE } from "./choice.js";
import type { ModelSource } from "./model/modelSource.js";
import { type Measured, isUnchecked, keyOf, withResult } from "./measured.js";

export type Probe =
  | { readonly kind: "asking" }
  | ({ readonly kind: "there" } & Device)
  | { readonly kind: "missing"; readonly reason: string };

/** The run that is going on, or the last one. */
export interface RunState {
  /** As in `ENet 160x96 on chromium/tfjs-wasm`. */
  readonly title: string;
  readonly phase: "running" | "finished" | "stopped" | "failed";
  /** What it does, or how it ended. */
  readonly step: string;
  /** In the order they were taken. */
  readonly samplesMs: readonly number[];
  /** Of how many. */
  readonly runs: number;
  readonly loaded?: Loaded;
  readonly measured?: Measured;
}

/** Files that a model can be read from. */
export interface DroppedModel {
  readonly source: ModelSource;
  /** What it takes, in words. */
  readonly declared: readonly string[];
  /** That it can be had in. */
  readonly formats: readonly LoadedArtifact["format"][];
}

export interface PageState {
  readonly choice: Choice;
  readonly probes: Readonly<Record<BrowserRuntimeName, Probe>>;
  readonly file?: DroppedModel;
  /** Whether files that were given are still being read, of which one is the model to come. */
  readonly isReading: boolean;
  /** Why the files that were given last are no model. */
  readonly fileProblem?: string;
  readonly run?: RunState;
  /** The last of each cell. */
  readonly results: readonly Measured[];
}

export type Action =
  | { readonly kind: "chose"; readonly choice: Partial<Choice> }
  | { readonly kind: "probed"; readonly runtime: BrowserRuntimeName; readonly probe: Probe }
  | { readonly kind: "reading files" }
  | { readonly kind: "took file"; readonly file: DroppedModel }
  | { readonly kind: "refused file"; readonly problem: string }
  | { readonly kind: "started"; readonly title: string; readonly runs: number }
  | { readonly kind: "step"; readonly step: string }
  | { readonly kind: "loaded"; readonly loaded: Loaded }
  | { readonly kind: "sampled"; readonly samplesMs: readonly number[] }
  | { readonly kind: "finished"; readonly measured: Measured }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "stopped" }
  /** Of an earlier visit; what was measured since counts more. */
  | { readonly kind: "restored"; readonly results: readonly Measured[] }
  | { readonly kind: "deleted"; readonly key: string };

export const firstState: PageState = {
  choice: FIRST_CHOICE,
  probes: Object.fromEntries(browserRuntimeNames.map((name) => [name, { kind: "asking" }])) as PageState["probes"],
  isReading: false,
  results: [],
};

export function reduce(state: PageState, action: Action): PageState {
  switch (action.kind) {
    case "chose":
      return { ...state, choice: { ...state.choice, ...action.choice } };
    case "probed":
      return { ...state, probes: { ...state.probes, [action.runtime]: action.probe } };
    case "reading files": {
      const { fileProblem: _, ...rest } = state;
      return { ...rest, isReading: true };
    }
    case "took file":
      return { ...state, isReading: false, file: action.file, choice: fitTo(action.file, state) };
    case "refused file":
      return { ...state, isReading: false, fileProblem: action.problem };
    case "restored":
      return { ...state, results: state.results.reduce(withResult, action.results) };
    case "deleted":
      return { ...state, results: state.results.filter((each) => keyOf(each) !== action.key) };
    case "started":
      return {
        ...state,
        run: { title: action.title, phase: "running", step: "Starting", samplesMs: [], runs: action.runs },
      };
    default:
      return state.run?.phase === "running" ? withRun(state, state.run, action) : state;
  }
}

type RunAction = Extract<Action, { kind: "step" | "loaded" | "sampled" | "finished" | "failed" | "stopped" }>;

function withRun(state: PageState, run: RunState, action: RunAction): PageState {
  switch (action.kind) {
    case "step":
      return { ...state, run: { ...run, step: action.step } };
    case "loaded":
      return { ...state, run: { ...run, loaded: action.loaded } };
    case "sampled":
      return { ...state, run: { ...run, samplesMs: [...run.samplesMs, ...action.samplesMs] } };
    case "failed":
      return { ...state, run: { ...run, phase: "failed", step: action.reason } };
    case "stopped": {
      const step = `Stopped after ${run.samplesMs.length} of ${run.runs} runs: its output was not checked, so it gives no result`;
      return { ...state, run: { ...run, phase: "stopped", step } };
    }
    default:
      return {
        ...state,
        run: { ...run, ...finish(action.measured) },
        results: withResult(state.results, action.measured),
      };
  }
}

function finish(
  measured: Measured,
): Pick<RunState, "phase" | "step" | "measured"> & Partial<Pick<RunState, "samplesMs">> {
  const { latency, status, reason } = measured.result;
  const step = reason === undefined ? "Finished" : isUnchecked(measured.result) ? reason : `${status}: ${reason}`;
  return { phase: "finished", step, measured, ...(latency === undefined ? {} : { samplesMs: latency.samplesMs }) };
}

/** Whether a runtime can take the chosen model: networks are made in any format. */
export function fits({ choice, file }: Pick<PageState, "choice" | "file">, runtime: BrowserRuntimeName): boolean {
  return choice.model !== DROPPED || file === undefined || file.formats.includes(browserRuntime(runtime).format);
}

/** Another runtime is chosen where the one for the last model cannot take this one: one that is there, or may be. */
function fitTo(file: DroppedModel, { choice, probes }: PageState): Choice {
  const chosen = { ...choice, model: DROPPED };
  const possible = browserRuntimeNames.filter((name) => fits({ choice: chosen, file }, name));
  if (possible.includes(choice.runtime)) return chosen;
  const runtime = possible.find((name) => probes[name].kind !== "missing") ?? possible[0] ?? choice.runtime;
  return { ...chosen, runtime, threads: "" };
}
