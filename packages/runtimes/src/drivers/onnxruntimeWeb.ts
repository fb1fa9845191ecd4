/** ONNX Runtime Web in Node, on WebAssembly: https://onnxruntime.ai/docs/get-started/with-javascript/web.html */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { allowedCores, cpuModel } from "../machine/cores.js";
import { peers } from "../peers.js";
import type { Driver, ExternalData } from "../runtime/runtime.js";
import { wrapSession } from "../session/onnxruntimeSession.js";
import { countingThreads } from "./countingThreads.js";

/** It opens no files itself, so that it is handed those that the model names. */
async function readExternalData({ folder, files }: ExternalData = { folder: "", files: [] }) {
  return await Promise.all(files.map(async (path) => ({ path, data: await readFile(join(folder, path)) })));
}

const { InferenceSession, Tensor: OrtTensor, env } = peers.load("onnxruntime-web") as typeof import("onnxruntime-web");

export const driver: Driver = {
  probe: async () => ({
    version: env.versions.web ?? env.versions.common,
    device: cpuModel(),
    threads: allowedCores(),
  }),
  load: async (artifact, { threads: asked, optimise = true, externalData }) => {
    // Read once, when the first session starts the module; a process has one pool.
    env.wasm.numThreads = asked;
    const [bytes, files] = [await readFile(artifact), await readExternalData(externalData)];
    const [session, threads] = await countingThreads(asked, () =>
      InferenceSession.create(bytes, {
        executionProviders: ["wasm"],
        graphOptimizationLevel: optimise ? "all" : "disabled",
        externalData: files,
      }),
    );
    return wrapSession(session, { Tensor: OrtTensor, device: cpuModel(), threads });
  },
};
