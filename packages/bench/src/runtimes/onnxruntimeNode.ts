/**
 * ONNX Runtime's Node binding, on the execution provider that this module's URL names in its fragment, as in `#webgpu`:
 * https://onnxruntime.ai/docs/get-started/with-javascript/node.html
 */
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { buildGraph, float32, floatTensor, initialWeights, relu } from "@linknet-kit/core";
import { encodeOnnx } from "@linknet-kit/onnx";
import { InferenceSession, Tensor as OrtTensor, env } from "onnxruntime-node";
import { allowedCores, cpuModel } from "../machine/cores.js";
import { nvidiaModel } from "../machine/gpu.js";
import { countingThreads } from "./countingThreads.js";
import { explainProviderError } from "./explainProviderError.js";
import { describeFallback, parseProfile } from "./onnxruntimeProfile.js";
import { wrapSession } from "./onnxruntimeSession.js";
import type { Driver, LoadOptions, Placement } from "./runtime.js";

interface Provider {
  /** As ONNX Runtime takes them, the first choice first; what none of them can run goes to the CPU. */
  readonly names: readonly string[];
  /** What its GPU is called; absent for the CPU. */
  readonly gpu?: () => Promise<string>;
}

const providers: Readonly<Record<string, Provider>> = {
  cpu: { names: ["cpu"] },
  // The binding does not say which adapter it took; it may also be one in software.
  webgpu: { names: ["webgpu"], gpu: async () => "WebGPU adapter, unnamed" },
  cuda: { names: ["cuda"], gpu: nvidiaModel },
  tensorrt: { names: ["tensorrt", "cuda"], gpu: nvidiaModel },
};

const { names, gpu } = providers[new URL(import.meta.url).hash.slice(1)] ?? providers.cpu!;

export const driver: Driver = {
  probe: async () => {
    if (gpu !== undefined) await tryProvider();
    return {
      version: env.versions.node ?? env.versions.common,
      device: gpu === undefined ? cpuModel() : await gpu(),
      threads: allowedCores(),
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
    const folder = await mkdtemp(join(dirname(artifact), "profile-"));
    try {
      return await profile(artifact, { inputs, options, folder });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

function sessionOptions({ threads, optimise = true, inTurn = false }: LoadOptions): InferenceSession.SessionOptions {
  return {
    executionProviders: [...names],
    executionMode: "sequential",
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: optimise ? "all" : "disabled",
    ...(inTurn ? { extra: { session: { intra_op: { allow_spinning: "0" } } } } : {}),
  };
}

/** One run of one node: a provider may be compiled in and still find nothing to run on. */
async function tryProvider(): Promise<void> {
  const image = floatTensor([1, 1, 2, 2]);
  const graph = buildGraph("probe", { name: "image", type: float32(...image.shape) }, relu, "logits");
  try {
    const session = await InferenceSession.create(
      encodeOnnx({ graph, weights: initialWeights(1) }),
      sessionOptions({ threads: 1 }),
    );
    await session.run({ image: new OrtTensor("float32", image.data, image.shape) });
    await session.release();
  } catch (cause) {
    throw new Error(explainProviderError(cause), { cause });
  }
}

interface Profiling {
  readonly inputs: Parameters<NonNullable<Driver["place"]>>[1];
  readonly options: LoadOptions;
  readonly folder: string;
}

async function profile(artifact: string, { inputs, options, folder }: Profiling): Promise<Placement> {
  const session = await InferenceSession.create(artifact, {
    ...sessionOptions(options),
    enableProfiling: true,
    profileFilePrefix: join(folder, "nodes"),
  });
  await wrapSession(session, { Tensor: OrtTensor, threads: options.threads }).run(inputs);
  session.endProfiling();
  await session.release();
  // Its name ends with the time of day, which the binding does not tell.
  const [file = "missing"] = await readdir(folder);
  const ran = parseProfile(await readFile(join(folder, file), "utf8"));
  const fallback = gpu === undefined ? undefined : describeFallback(ran);
  return { providers: ran.providers, ...(fallback === undefined ? {} : { fallback }) };
}
