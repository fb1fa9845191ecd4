/**
 * What a runtime is: a row of data here, and a driver that only a child process imports. To add one, write its driver and its row
 * in `table.ts`.
 */
import type { Tensor, TensorType } from "@linknet-kit/core";
import type { KernelTimes } from "../profile/kernels.js";
import type { LoadTimes, TimingOptions } from "./timing.js";

export interface Runtime {
  /** What users type: family and provider, as in `onnxruntime-node/cpu`. */
  readonly name: string;
  /** What files are written for it: the name of one of the targets of `@linknet-kit/artifacts`. */
  readonly target: string;
  /** URL of the module that exports `driver: Driver`. */
  readonly driver: string;
  /** Why it runs no float16, where the format that it loads has it and it has not. */
  readonly withoutFloat16?: string;
  /** The one command that adds it to a machine where it is missing. */
  readonly remedy: string;
  /**
   * How many times as long as `onnxruntime-node/cpu` it takes on the same machine, to the order of magnitude; suites leave out what
   * would take it too long. 1 unless given; where the probe finds a slower device, as an adapter in software, the probe's counts.
   */
  readonly slowness?: number;
}

/** The half of a runtime that lives in the child process; importing its module loads the runtime. */
export interface Driver {
  /** What there is to run on; throws with the reason where there is nothing. */
  probe(): Promise<Device>;
  /** Makes an artifact ready to run: parsing, optimising, compiling. */
  load(artifact: string, options: LoadOptions): Promise<Session>;
  /** Runs an artifact once more, untimed and in a session of its own, to see where its nodes run; absent where the runtime does not tell. */
  place?(artifact: string, inputs: Tensors, options: LoadOptions): Promise<NodePlacement>;
  /** Times its kernels one by one, in a session of its own; absent where the runtime does not tell. `onRun` is called after each run. */
  profile?(artifact: string, inputs: Tensors, options: ProfileOptions): Promise<KernelTimes>;
}

/** Where the nodes of a graph ran. */
export interface NodePlacement {
  /** Nodes by the execution provider that ran them, as the runtime names it and after its optimisations. */
  readonly providers: Readonly<Record<string, number>>;
  /** Why the run was not on the device that was asked for. */
  readonly fallback?: string;
}

export interface Device {
  readonly version: string;
  /** The hardware, by the name it gives itself. */
  readonly device: string;
  /** Threads it would use when not told. */
  readonly threads: number;
  /** As of the runtime, where this device is slower than the runtime's usual one. */
  readonly slowness?: number;
  /** Whether it is a GPU that the processor simulates. */
  readonly isSoftware?: boolean;
}

export interface LoadOptions {
  readonly threads: number;
  /** `false` runs the nodes as they are written, one by one: how a reference is made. Default `true`. */
  readonly optimise?: boolean;
  /** Values that a run is to give beside the outputs, by name; only for a runtime that finds them in the artifact as it is. */
  readonly values?: readonly string[];
  /** The files beside the artifact; they may lie in another folder than its own. */
  readonly externalData?: ExternalData;
  /** Another session of this process runs in turn with it, so threads that wait must not spin: they would take the other's cores. */
  readonly inTurn?: boolean;
}

export interface ProfileOptions extends LoadOptions {
  readonly onRun: () => void;
}

export interface Session {
  /** What it really uses, read back where the runtime or the system tells; the device is the probe's unless given. */
  readonly device?: string;
  readonly threads: number;
  /** The order of images that it takes and gives, outside what is timed; channels-first unless given. */
  readonly layout?: "channels-last";
  /** Where the runtime loads elsewhere than in this process. */
  readonly loadTimes?: LoadTimes;
  /** One inference, by name, from tensors in host memory to tensors that can be read there: the region that is timed. */
  run(inputs: Tensors): Promise<Tensors>;
  /** First run, warm-up and samples, for a runtime that runs elsewhere than in this process and is timed there. */
  measure?(inputs: Tensors, options: TimingOptions): Promise<Timed & LoadedToMeasure>;
  release(): Promise<void>;
}

/** What the measuring loop finds. */
export interface Looped {
  readonly warmupRuns: number;
  /** In the order they were taken; fewer than `MINIMUM_RUNS` where the limit came first. */
  readonly samplesMs: readonly number[];
  /** Of the last timed run. */
  readonly outputs: Tensors;
}

export interface Timed extends Looped {
  readonly firstRunMs: number;
  /** Of the processes that ran it, in 2^20 bytes; absent where it is unknown. */
  readonly peakRssMB?: number;
}

/** What is known of a session that is loaded in one with being measured, only once it was. */
export interface LoadedToMeasure extends Pick<Session, "device" | "loadTimes"> {}

export type Tensors = Readonly<Record<string, Tensor>>;

/** What a model is fed. */
export interface InputValue {
  readonly name: string;
  readonly type: TensorType;
}

/** What a model gives; without a type where only a run tells it. */
export interface OutputValue {
  readonly name: string;
  readonly type?: TensorType;
}

/** Files beside an ONNX file with values of its tensors. */
export interface ExternalData {
  readonly folder: string;
  /** Paths in the folder, as the model names them. */
  readonly files: readonly string[];
}

/** What a probe finds. */
export type Availability =
  | ({ readonly available: true } & Device)
  | { readonly available: false; readonly reason: string; readonly remedy: string };
