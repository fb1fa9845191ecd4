/** What a suite and its child processes say to each other: one job down, progress and one answer up. */
import type { Graph, Node, Tensor } from "@linknet-kit/core";
import type { Interleaved, Rule } from "@linknet-kit/results/statistics";
import type { Comparison, Measurement } from "../measure/measurement.js";
import type { Device, ExternalData, InputValue, LoadOptions, OutputValue, Tensors } from "../runtime/runtime.js";
import type { LoadTimes, Progress, Timing } from "../runtime/timing.js";

/** Has a driver loaded before the job for it is known; there is no answer. */
export interface Preparation {
  readonly kind: "prepare";
  readonly driver: string;
}

/** Asks drivers what they would run on, all at once. */
export interface ProbeJob {
  readonly kind: "probe";
  readonly drivers: readonly string[];
}

/** A file that a runtime loads, with the ends of the model in it. */
export interface Artifact {
  readonly path: string;
  readonly inputs: readonly InputValue[];
  readonly outputs: readonly OutputValue[];
  readonly externalData?: ExternalData;
}

interface OneRun {
  readonly driver: string;
  readonly artifact: Artifact;
  readonly load: LoadOptions;
  readonly seed: number;
}

/** Runs an artifact once and keeps its outputs. */
export interface RunJob extends OneRun {
  readonly kind: "run";
  /** Folder for the outputs; `stored.ts` says how they lie there. */
  readonly outputFolder: string;
  /** How many of the artifact's outputs must be there; all unless given. */
  readonly required?: number;
}

/** Runs an artifact once and compares its outputs with kept ones. */
export interface CheckJob extends OneRun {
  readonly kind: "check";
  readonly expectedFolder: string;
  readonly tolerance: number;
}

/** Runs the reference evaluator and keeps its outputs. */
export interface EvaluateJob {
  readonly kind: "evaluate";
  readonly model: PlainModel;
  readonly seed: number;
  readonly outputFolder: string;
}

/** Measures an artifact and compares an output of a timed run with the kept one. */
export interface MeasureJob {
  readonly kind: "measure";
  readonly driver: string;
  readonly artifact: Artifact;
  readonly threads: number;
  readonly seed: number;
  readonly timing: Timing;
  /** Whether to find out in further runs where the time goes. */
  readonly profile?: boolean;
  /** Folder of the expected outputs, as a `run` or `evaluate` job left it. */
  readonly expectedFolder: string;
  readonly tolerance: number;
}

/** Runs two artifacts in turn until it is clear whether the candidate is slower than the base. */
export interface InterleaveJob {
  readonly kind: "interleave";
  readonly driver: string;
  readonly base: Artifact;
  readonly candidate: Artifact;
  readonly threads: number;
  readonly seed: number;
  readonly rule: Rule;
  readonly budgetMs: number;
}

/** Loads an artifact, answers, and then runs it on whatever it is sent, one after the other. */
export interface ServeJob {
  readonly kind: "serve";
  readonly driver: string;
  readonly artifact: Artifact;
  readonly load: LoadOptions;
}

/** What an artifact was loaded on, and how long that took. */
export interface Served extends Pick<Device, "device" | "version" | "threads"> {
  readonly loadTimes: LoadTimes;
}

/** What a loaded artifact is to run on; what it gives comes as `fed`. */
export interface Feed {
  readonly kind: "feed";
  readonly inputs: Tensors;
}

export interface FedRun {
  /** By name, images channels-first. */
  readonly outputs: Tensors;
  /** Of the run alone, without what it takes to send tensors to and fro. */
  readonly milliseconds: number;
}

export interface Answers {
  /** One a driver: what it found, or why there is nothing. */
  readonly probe: readonly (Device | { readonly reason: string; readonly remedy?: string })[];
  readonly run: Device;
  readonly check: Comparison;
  readonly evaluate: null;
  readonly measure: Measurement;
  readonly interleave: Interleaved;
  readonly serve: Served;
}

export type Job = ProbeJob | RunJob | CheckJob | EvaluateJob | MeasureJob | InterleaveJob | ServeJob;

export type Message =
  | { readonly kind: "progress"; readonly progress: Progress }
  | { readonly kind: "answer"; readonly answer: Answers[Job["kind"]] }
  | ({ readonly kind: "fed" } & FedRun)
  | {
      readonly kind: "error";
      readonly message: string /** The system's, such as `ENOSPC`. */;
      readonly code?: string | undefined;
    };

/** A model as data: ops by name, weights in memory. */
export interface PlainModel {
  readonly graph: Omit<Graph, "nodes"> & { readonly nodes: readonly (Omit<Node, "op"> & { readonly op: string })[] };
  readonly tensors: ReadonlyMap<string, Tensor>;
}
