/** ONNX Runtime Web in Node, on WebAssembly: https://onnxruntime.ai/docs/get-started/with-javascript/web.html */
import { readFile } from "node:fs/promises";
import { allowedCores, cpuModel } from "../machine/cores.js";
import { peers } from "../peers.js";
import { countingThreads } from "./countingThreads.js";
import { wrapSession } from "./onnxruntimeSession.js";
import type { Driver } from "./runtime.js";

const { InferenceSession, Tensor: OrtTensor, env } = peers.load("onnxruntime-web") as typeof import("onnxruntime-web");

export const driver: Driver = {
  probe: async () => ({
    version: env.versions.web ?? env.versions.common,
    device: cpuModel(),
    threads: allowedCores(),
  }),
  load: async (artifact, { threads: asked, optimise = true }) => {
    // Read once, when the first session starts the module; a process has one pool.
    env.wasm.numThreads = asked;
    const bytes = await readFile(artifact);
    const [session, threads] = await countingThreads(asked, () =>
      InferenceSession.create(bytes, {
        executionProviders: ["wasm"],
        graphOptimizationLevel: optimise ? "all" : "disabled",
      }),
    );
    return wrapSession(session, { Tensor: OrtTensor, device: cpuModel(), threads });
  },
};
