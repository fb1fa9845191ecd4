/** Tensors through a session of ONNX Runtime. */
import type { Tensor } from "@linknet-kit/core";
import type { InferenceSession, Tensor as OrtTensor } from "onnxruntime-node";
import { loadRuntime } from "./peers.js";

/** Tensors by name. */
export type Values = ReadonlyMap<string, Tensor>;

export interface OpenSession {
  run(feeds: Values): Promise<Values>;
  release(): Promise<void>;
}

type MakeTensor = new (dtype: string, data: unknown, shape: readonly number[]) => OrtTensor;

/** On the CPU, whose threads do not spin while batches are read. */
export async function openSession(bytes: Uint8Array, threads?: number): Promise<OpenSession> {
  const runtime = loadRuntime();
  const session = await runtime.InferenceSession.create(bytes, {
    executionProviders: ["cpu"],
    interOpNumThreads: 1,
    ...(threads !== undefined && { intraOpNumThreads: threads }),
    extra: { session: { intra_op: { allow_spinning: "0" } } },
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
