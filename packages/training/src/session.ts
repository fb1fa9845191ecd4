/** Tensors through a session of ONNX Runtime. */
import { type Graph, type Tensor, printType } from "@linknet-kit/core";
import type { InferenceSession, Tensor as OrtTensor } from "onnxruntime-node";
import { InvalidTrainingError } from "./errors.js";
import { loadRuntime } from "./peers.js";

/** Tensors by name. */
export type Values = ReadonlyMap<string, Tensor>;

export interface OpenSession {
  run(feeds: Values): Promise<Values>;
  release(): Promise<void>;
}

type MakeTensor = new (dtype: string, data: unknown, shape: readonly number[]) => OrtTensor;

/** On the CPU, whose threads spin from node to node and stop where a step ends: while batches are read they are in nobody's way. */
export async function openSession(bytes: Uint8Array, threads?: number): Promise<OpenSession> {
  const runtime = loadRuntime();
  const session = await runtime.InferenceSession.create(bytes, {
    executionProviders: ["cpu"],
    // Room for a whole run at once would come on top of what the first run took: half as much again, and no faster.
    enableMemPattern: false,
    interOpNumThreads: 1,
    ...(threads !== undefined && { intraOpNumThreads: threads }),
    extra: { session: { force_spinning_stop: "1" } },
  } satisfies InferenceSession.SessionOptions);
  const Own = runtime.Tensor as unknown as MakeTensor;
  return {
    run: async (given) => {
      // Without a prototype, since a network's input may be called as a part of one.
      const feeds = Object.create(null) as Record<string, OrtTensor>;
      for (const [name, { dtype, data, shape }] of given) feeds[name] = new Own(dtype, data, shape);
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

/** ONNX Runtime has convolutions of float32 alone; the reference evaluates steps of float64 too. */
export function checkSinglePrecision({ name, inputs, parameters }: Graph): void {
  const other = [...inputs, ...parameters].find(({ type }) => type.dtype === "float16" || type.dtype === "float64");
  if (other === undefined) return;
  const problem = `"${other.name}" of ${name} is ${printType(other.type)}, and networks are trained in float32`;
  throw new InvalidTrainingError({ problem });
}
