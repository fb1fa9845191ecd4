/** ONNX Runtime Web in a worker: https://onnxruntime.ai/docs/get-started/with-javascript/web.html */
import { inlineExternalData } from "@linknet-kit/onnx/bytes";
import type { Device, InputValue, LoadOptions } from "@linknet-kit/runtimes";
import { describeAdapter, wrapSession } from "@linknet-kit/runtimes/measure";
import type * as Ort from "onnxruntime-web/wasm";
import { describeRenderer, webglRenderer, webgpuAdapter } from "./gpu.js";
import { type PageDriver, type PageSession, availableThreads, onnxOf, siteFolder } from "./pageDriver.js";
import { recordPlacement } from "./placement.js";
import type { LoadedArtifact, OnnxArtifact } from "./protocol.js";

type Bundle = typeof Ort;

interface Provider {
  readonly bundle: () => Promise<Bundle>;
  /** What it would run on, and what it did run on once a session is there; absent for the CPU. */
  readonly gpu?: {
    readonly find: () => Promise<Omit<Device, "version" | "threads">>;
    readonly used: (ort: Bundle) => Promise<string>;
  };
  /** Whether the runtime places what it cannot run there on the CPU instead of refusing it. */
  readonly canFallBack?: true;
}

export type ProviderName = "wasm" | "webgpu" | "webgl";

const providers: Readonly<Record<ProviderName, Provider>> = {
  wasm: { bundle: () => import("onnxruntime-web/wasm") },
  webgpu: {
    bundle: () => import("onnxruntime-web/webgpu"),
    gpu: {
      find: webgpuAdapter,
      used: async ({ env }) => describeAdapter((await env.webgpu.device).adapterInfo).device,
    },
    canFallBack: true,
  },
  webgl: {
    bundle: () => import("onnxruntime-web/webgl"),
    gpu: {
      find: async () => webglRenderer(),
      used: async ({ env }) => describeRenderer(env.webgl.context).device,
    },
  },
};

/** Loads the bundle of one execution provider; what it fetches lies on the site. */
export async function onnxruntimeDriver(provider: ProviderName): Promise<PageDriver> {
  const { bundle, gpu, canFallBack } = providers[provider];
  const log = canFallBack === undefined ? undefined : recordPlacement();
  const ort = await bundle();
  ort.env.wasm.wasmPaths = siteFolder("onnxruntime");

  const create = async (artifact: LoadedArtifact, { optimise = true }: LoadOptions, isVerbose = false) => {
    const { bytes, beside = [] } = provider === "webgl" ? inOneFile(onnxOf(artifact)) : onnxOf(artifact);
    return await ort.InferenceSession.create(bytes, {
      executionProviders: [provider],
      graphOptimizationLevel: optimise ? "all" : "disabled",
      externalData: beside.map(({ path, bytes: data }) => ({ path, data })),
      ...(isVerbose ? { logSeverityLevel: 0 } : {}),
    });
  };

  const driver: PageDriver = {
    probe: async () => ({
      version: ort.env.versions.web ?? ort.env.versions.common,
      ...(gpu === undefined ? { device: "CPU", threads: availableThreads() } : { ...(await gpu.find()), threads: 1 }),
    }),
    load: async (artifact, options) => {
      // The threads are started once, with the first session of a worker; what could not be had is set to 1.
      ort.env.wasm.numThreads = gpu === undefined ? options.threads : 1;
      const session = await create(artifact, options);
      const known = gpu === undefined ? {} : { device: await gpu.used(ort) };
      const threads = gpu === undefined ? ort.env.wasm.numThreads : 1;
      return {
        session: wrapSession(session, { Tensor: ort.Tensor, threads, ...known }),
        ...(provider === "webgl" ? {} : inputsOf(session)),
      };
    },
  };
  if (log === undefined) return driver;
  return {
    ...driver,
    place: async (artifact, _, options) =>
      await log(async () => {
        const session = await create(artifact, options, true);
        await session.release();
      }),
  };
}

/** WebGL's runtime opens no other file, not even in memory. */
function inOneFile(artifact: OnnxArtifact): OnnxArtifact {
  const { format, bytes, beside = [] } = artifact;
  if (beside.length === 0) return artifact;
  return { format, bytes: inlineExternalData(bytes, new Map(beside.map((file) => [file.path, file.bytes]))) };
}

/** Inputs as the runtime declares them; a model whose declaration cannot be used may still be fed by callers that know its inputs. */
function inputsOf({ inputMetadata }: Ort.InferenceSession): Pick<PageSession, "inputs" | "inputsProblem"> {
  const inputs: InputValue[] = [];
  for (const metadata of inputMetadata) {
    const { name } = metadata;
    if (!metadata.isTensor || ["string", "int4", "uint4"].includes(metadata.type)) {
      return { inputsProblem: `"${name}" is no tensor that can be made here` };
    }
    const shape = metadata.shape.filter((size): size is number => typeof size === "number" && size > 0);
    if (shape.length !== metadata.shape.length) {
      return { inputsProblem: `the shape of "${name}" is not fixed: [${metadata.shape.join(", ")}]` };
    }
    inputs.push({ name, type: { dtype: metadata.type as InputValue["type"]["dtype"], shape } });
  }
  return { inputs };
}
