/**
 * ONNX Runtime's Node binding, on the execution provider that this module's URL names in its fragment, as in `#webgpu`:
 * https://onnxruntime.ai/docs/get-started/with-javascript/node.html
 */
import type { InferenceSession as Session } from "onnxruntime-node";
import { allowedCores, cpuModel } from "../machine/cores.js";
import { peers } from "../peers.js";
import type { Device, Driver, LoadOptions } from "../runtime/runtime.js";
import { wrapSession } from "../session/onnxruntimeSession.js";
import { countingThreads } from "./countingThreads.js";
import { variantNamed } from "./variant.js";

const {
  InferenceSession,
  Tensor: OrtTensor,
  env,
} = peers.load("onnxruntime-node") as typeof import("onnxruntime-node");

interface Provider {
  /** As ONNX Runtime takes them, the first choice first; what none of them can run goes to the CPU. */
  readonly names: readonly string[];
  /** What is known of its GPU; absent for the CPU. */
  readonly gpu?: () => Promise<Omit<Device, "version" | "threads">>;
}

const nvidia = async () => ({ device: await (await import("../machine/gpu.js")).nvidiaModel() });

/** The binding does not say which adapter it took; it is built on Dawn, so it is the one that Dawn gives to others here. */
const adapter = async () => {
  const { findAdapter } = await import("./dawn.js");
  return await findAdapter().catch(() => ({ device: "WebGPU adapter, unnamed" }));
};

const providers: Readonly<Record<string, Provider>> = {
  cpu: { names: ["cpu"] },
  webgpu: { names: ["webgpu"], gpu: adapter },
  cuda: { names: ["cuda"], gpu: nvidia },
  tensorrt: { names: ["tensorrt", "cuda"], gpu: nvidia },
};

const { names, gpu } = variantNamed(import.meta.url, providers);

/** What is needed beside the runs that are timed is loaded when its turn comes, and takes no memory from them. */
export const driver: Driver = {
  probe: async () => {
    if (gpu !== undefined) {
      const { tryProvider } = await import("./onnxruntimeTrial.js");
      await tryProvider(sessionOptions({ threads: 1 }));
    }
    return {
      version: env.versions.node ?? env.versions.common,
      threads: allowedCores(),
      ...(gpu === undefined ? { device: cpuModel() } : await gpu()),
    };
  },
  load: async (artifact, options) => {
    const [session, threads] = await countingThreads(options.threads, () =>
      InferenceSession.create(artifact, sessionOptions(options)),
    );
    // A GPU's driver starts threads of its own, so there only the number asked for is known.
    const known = gpu === undefined ? { device: cpuModel(), threads } : { threads: options.threads };
    return wrapSession(session, { Tensor: OrtTensor, ...known });
  },
  place: async (artifact, inputs, options) => {
    const { placeNodes } = await import("./onnxruntimeProfiling.js");
    const { threads } = options;
    return await placeNodes({ artifact, inputs, threads, options: sessionOptions(options) }, gpu !== undefined);
  },
  profile: async (artifact, inputs, { onRun, ...options }) => {
    if (gpu !== undefined)
      throw new Error(
        "ONNX Runtime's profile says how long it took to hand kernels to the GPU, not how long they ran there",
      );
    const { timeKernels } = await import("./onnxruntimeProfiling.js");
    return await timeKernels({ artifact, inputs, threads: options.threads, options: sessionOptions(options) }, onRun);
  },
};

function sessionOptions(options: LoadOptions): Session.SessionOptions {
  const { threads, optimise = true, inTurn = false, externalData } = options;
  const session = {
    ...(inTurn ? { intra_op: { allow_spinning: "0" } } : {}),
    ...(externalData === undefined ? {} : { model_external_initializers_file_folder_path: externalData.folder }),
  };
  return {
    executionProviders: [...names],
    executionMode: "sequential",
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: optimise ? "all" : "disabled",
    ...(Object.keys(session).length === 0 ? {} : { extra: { session } }),
  };
}
