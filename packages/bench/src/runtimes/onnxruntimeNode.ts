/** ONNX Runtime's Node binding on the CPU: https://onnxruntime.ai/docs/get-started/with-javascript/node.html */
import type { Tensor } from "@linknet-kit/core";
import { InferenceSession, type OnnxValue, Tensor as OrtTensor, env } from "onnxruntime-node";
import { allowedCores, countThreads, cpuModel } from "../machine/cores.js";
import type { Driver, Session, Tensors } from "./runtime.js";

export const driver: Driver = {
  probe: async () => ({
    version: env.versions.node ?? env.versions.common,
    device: cpuModel(),
    threads: allowedCores(),
  }),
  load: async (artifact, { threads, optimise = true }) => {
    const before = countThreads();
    const session = await InferenceSession.create(artifact, {
      executionProviders: ["cpu"],
      executionMode: "sequential",
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      graphOptimizationLevel: optimise ? "all" : "disabled",
    });
    const after = countThreads();
    // The thread that calls works too, so the pool of n threads is n - 1 new ones.
    return wrapSession(session, before === undefined || after === undefined ? threads : 1 + after - before);
  },
};

/** A session that is loaded already, with the number of threads it runs on. */
export function wrapSession(session: InferenceSession, threads: number): Session {
  return {
    device: cpuModel(),
    threads,
    run: async (inputs) => {
      const feeds: Record<string, OnnxValue> = {};
      for (const name in inputs) feeds[name] = toOrt(inputs[name]!);
      return fromOrt(await session.run(feeds));
    },
    release: () => session.release(),
  };
}

function toOrt({ dtype, data, shape }: Tensor): OrtTensor {
  return new OrtTensor(dtype, data, shape);
}

function fromOrt(outputs: InferenceSession.OnnxValueMapType): Tensors {
  const tensors: Record<string, Tensor> = {};
  for (const name in outputs) {
    const { type: dtype, dims: shape, data } = outputs[name] as OrtTensor;
    tensors[name] = { dtype, shape, data } as Tensor;
  }
  return tensors;
}
