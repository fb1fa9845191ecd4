/**
 * ONNX Runtime's Node binding, on the execution provider that this module's URL names in its fragment, as in `#webgpu`:
 * https://onnxruntime.ai/docs/get-started/with-javascript/node.html
 */
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { buildGraph, float32, floatTensor, initialWeights, relu } from "@linknet-kit/core";
import { encodeOnnx, inspectOnnx } from "@linknet-kit/onnx";
import { InferenceSession, Tensor as OrtTensor, env } from "onnxruntime-node";
import { allowedCores, cpuModel } from "../machine/cores.js";
import { nvidiaModel } from "../machine/gpu.js";
import type { KernelTimes } from "../profile/kernels.js";
import { repeatRuns } from "../profile/repeatRuns.js";
import { countingThreads } from "./countingThreads.js";
import { findAdapter } from "./dawn.js";
import { explainProviderError } from "./explainProviderError.js";
import { parseKernels } from "./onnxruntimeKernels.js";
import { describeFallback, parseProfile } from "./onnxruntimeProfile.js";
import { wrapSession } from "./onnxruntimeSession.js";
import type { Device, Driver, LoadOptions, Placement, Tensors } from "./runtime.js";

interface Provider {
  /** As ONNX Runtime takes them, the first choice first; what none of them can run goes to the CPU. */
  readonly names: readonly string[];
  /** What is known of its GPU; absent for the CPU. */
  readonly gpu?: () => Promise<Pick<Device, "device" | "slowness">>;
}

const nvidia = async () => ({ device: await nvidiaModel() });

/** The binding does not say which adapter it took; it is built on Dawn, so it is the one that Dawn gives to others here. */
const adapter = async () => await findAdapter().catch(() => ({ device: "WebGPU adapter, unnamed" }));

const providers: Readonly<Record<string, Provider>> = {
  cpu: { names: ["cpu"] },
  webgpu: { names: ["webgpu"], gpu: adapter },
  cuda: { names: ["cuda"], gpu: nvidia },
  tensorrt: { names: ["tensorrt", "cuda"], gpu: nvidia },
};

const { names, gpu } = providers[new URL(import.meta.url).hash.slice(1)] ?? providers.cpu!;

export const driver: Driver = {
  probe: async () => {
    if (gpu !== undefined) await tryProvider();
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
  place: (artifact, inputs, options) =>
    withFolder(artifact, (folder) => placeNodes(artifact, { inputs, options, folder })),
  profile: (artifact, inputs, { onRun, ...options }) =>
    withFolder(artifact, (folder) => timeKernels(artifact, { inputs, options, folder }, onRun)),
};

async function withFolder<T>(artifact: string, act: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(dirname(artifact), "profile-"));
  try {
    return await act(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

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
  readonly inputs: Tensors;
  readonly options: LoadOptions;
  readonly folder: string;
}

async function placeNodes(artifact: string, profiling: Profiling): Promise<Placement> {
  const text = await profileRuns(artifact, profiling, { repeat: (run) => run() });
  const ran = parseProfile(text);
  const fallback = gpu === undefined ? undefined : describeFallback(ran);
  return { providers: ran.providers, ...(fallback === undefined ? {} : { fallback }) };
}

async function timeKernels(artifact: string, profiling: Profiling, onRun: () => void): Promise<KernelTimes> {
  if (names[0] === "tensorrt") throw new Error("TensorRT runs whole parts of a network as one kernel");
  const optimisedModelPath = join(profiling.folder, "optimised.onnx");
  const repeat = (run: () => Promise<unknown>): Promise<void> => repeatRuns(run, onRun);
  const text = await profileRuns(artifact, profiling, { repeat, optimisedModelPath });
  return parseKernels(text, (await inspectOnnx(optimisedModelPath)).nodes);
}

interface ProfiledRuns {
  readonly repeat: (run: () => Promise<unknown>) => Promise<unknown>;
  /** Where to keep what the optimiser made of the artifact. */
  readonly optimisedModelPath?: string;
}

/** The profile's text. */
async function profileRuns(
  artifact: string,
  { inputs, options, folder }: Profiling,
  { repeat, optimisedModelPath }: ProfiledRuns,
): Promise<string> {
  const session = await InferenceSession.create(artifact, {
    ...sessionOptions(options),
    enableProfiling: true,
    profileFilePrefix: join(folder, "nodes"),
    // It warns that a saved model fits this machine alone, which is what is wanted here.
    ...(optimisedModelPath === undefined ? {} : { optimizedModelFilePath: optimisedModelPath, logSeverityLevel: 3 }),
  });
  const wrapped = wrapSession(session, { Tensor: OrtTensor, threads: options.threads });
  await repeat(() => wrapped.run(inputs));
  session.endProfiling();
  await session.release();
  // Its name ends with the time of day, which the binding does not tell.
  const file = (await readdir(folder)).find((name) => name.startsWith("nodes"));
  return await readFile(join(folder, file ?? "missing"), "utf8");
}
