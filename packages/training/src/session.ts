/** Tensors through a session of ONNX Runtime. */
import {
  type Graph,
  type Model,
  type Tensor,
  buildGraph,
  float32,
  initialWeights,
  printType,
  relu,
} from "@linknet-kit/core";
import { encodeOnnx, nodesBeyondWebgpu } from "@linknet-kit/onnx";
import type { InferenceSession, Tensor as OrtTensor } from "onnxruntime-node";
import { InvalidTrainingError, NoTrainingRuntimeError } from "./errors.js";
import { loadRuntime } from "./peers.js";

/** Tensors by name. */
export type Values = ReadonlyMap<string, Tensor>;

export interface OpenSession {
  run(feeds: Values): Promise<Values>;
  release(): Promise<void>;
}

const PROCESSOR = "onnxruntime-node/cpu";

/** What of ONNX Runtime trains, as the table of runtimes names it: the processor, or a GPU by WebGPU or by CUDA. */
export const TRAINING_RUNTIMES = [PROCESSOR, "onnxruntime-node/webgpu", "onnxruntime-node/cuda"] as const;

export type TrainingRuntime = (typeof TRAINING_RUNTIMES)[number];

export interface SessionOptions {
  /** The processor's unless given. */
  readonly runtime?: TrainingRuntime | undefined;
  /** Of ONNX Runtime; all cores unless given. */
  readonly threads?: number | undefined;
}

/** Before anything that takes long: an error where ONNX Runtime is not installed, or where no GPU answers to it. */
export async function checkRuntime(runtime?: TrainingRuntime): Promise<void> {
  const probe = buildGraph("probe", { name: "x", type: float32(1, 1, 2, 2) }, relu(), "y");
  const session = await openSession(encodeOnnx({ graph: probe, weights: initialWeights(0) }), { runtime, threads: 1 });
  await session.release();
}

type MakeTensor = new (dtype: string, data: unknown, shape: readonly number[]) => OrtTensor;

/** Threads spin from node to node and stop where a step ends: while batches are read they are in nobody's way. */
export async function openSession(bytes: Uint8Array, options: SessionOptions = {}): Promise<OpenSession> {
  const { runtime = PROCESSOR, threads } = options;
  if (!TRAINING_RUNTIMES.includes(runtime)) {
    const problem = `"${runtime}" is no runtime that trains, which are ${TRAINING_RUNTIMES.join(", ")}`;
    throw new InvalidTrainingError({ problem });
  }
  const { InferenceSession: Session, Tensor: Own } = loadRuntime();
  const opening = Session.create(bytes, {
    executionProviders: [providerOf(runtime, bytes)],
    // Room for a whole run at once would come on top of what the first run took: half as much again, and no faster.
    enableMemPattern: false,
    interOpNumThreads: 1,
    // What fails is thrown; warnings of what is left to the processor are of no use to those who train.
    logSeverityLevel: 4,
    ...(threads !== undefined && { intraOpNumThreads: threads }),
    extra: { session: { force_spinning_stop: "1" } },
  });
  const session = await opening.catch((cause: unknown) => {
    throw runtime === PROCESSOR ? cause : new NoTrainingRuntimeError({ runtime, cause });
  });
  return {
    run: async (given) => {
      // Without a prototype, since a network's input may be called as a part of one.
      const feeds = Object.create(null) as Record<string, OrtTensor>;
      for (const [name, { dtype, data, shape }] of given)
        feeds[name] = new (Own as unknown as MakeTensor)(dtype, data, shape);
      const results = await session.run(feeds);
      return new Map(
        Object.entries(results).map(([name, value]) => {
          const { type: dtype, dims: shape, data } = value;
          return [name, { dtype, shape, data } as Tensor];
        }),
      );
    },
    release: () => session.release(),
  };
}

export function isOnProcessor({ runtime = PROCESSOR }: SessionOptions): boolean {
  return runtime === PROCESSOR;
}

/** What a GPU's provider does not take on runs on the processor; WebGPU is told what else must. */
function providerOf(runtime: TrainingRuntime, bytes: Uint8Array): InferenceSession.ExecutionProviderConfig {
  if (runtime === PROCESSOR) return "cpu";
  if (runtime === "onnxruntime-node/cuda") return "cuda";
  const beyond = nodesBeyondWebgpu(bytes);
  return beyond.length === 0 ? "webgpu" : { name: "webgpu", forceCpuNodeNames: beyond };
}

/** Types of values between nodes make a file long to open; they are there where `nodesBeyondWebgpu` reads them. */
export function encodeForSession(model: Model, { runtime }: SessionOptions): Uint8Array {
  return encodeOnnx(model, { valueTypes: runtime === "onnxruntime-node/webgpu" });
}

/** ONNX Runtime has convolutions of float32 alone; the reference evaluates steps of float64 too. */
export function checkSinglePrecision({ name, inputs, parameters }: Graph): void {
  const other = [...inputs, ...parameters].find(({ type }) => type.dtype === "float16" || type.dtype === "float64");
  if (other === undefined) return;
  const problem = `"${other.name}" of ${name} is ${printType(other.type)}, and networks are trained in float32`;
  throw new InvalidTrainingError({ problem });
}
