/** TensorFlow.js in a worker: https://www.tensorflow.org/js/guide/platform_environment */
import type { Device } from "@linknet-kit/runtimes";
import { describeAdapter, wrapGraphModel } from "@linknet-kit/runtimes/measure";
import { valuesOfSignature } from "@linknet-kit/tfjs/artifacts";
import { loadGraphModel } from "@tensorflow/tfjs-converter";
import * as tf from "@tensorflow/tfjs-core";
import { describeRenderer, webglRenderer, webgpuAdapter } from "./gpu.js";
import { type PageDriver, availableThreads, siteFolder } from "./pageDriver.js";

export type BackendName = "wasm" | "webgl" | "webgpu";

interface Backend {
  /** Makes it known to tfjs; what it gives reads the threads that it started. */
  readonly register: (threads: number) => Promise<() => number>;
  /** What a GPU would run on, and what it did run on once it is there; absent for the CPU. */
  readonly gpu?: {
    readonly find: () => Promise<Omit<Device, "version" | "threads">>;
    readonly used: (backend: unknown) => string;
  };
}

const backends: Readonly<Record<BackendName, Backend>> = {
  wasm: {
    register: async (threads) => {
      const wasm = await import("@tensorflow/tfjs-backend-wasm");
      wasm.setWasmPaths(siteFolder("tfjs"));
      wasm.setThreadsCount(threads);
      return wasm.getThreadsCount;
    },
  },
  webgl: {
    register: async () => {
      await import("@tensorflow/tfjs-backend-webgl");
      return () => 1;
    },
    gpu: {
      find: async () => webglRenderer(),
      used: (backend) => describeRenderer((backend as { gpgpu: { gl: WebGL2RenderingContext } }).gpgpu.gl).device,
    },
  },
  webgpu: {
    register: async () => {
      await import("@tensorflow/tfjs-backend-webgpu");
      return () => 1;
    },
    gpu: {
      find: webgpuAdapter,
      used: (backend) => describeAdapter((backend as { device: GPUDevice }).device.adapterInfo).device,
    },
  },
};

/** Loads tfjs; its backend starts with the first model, since only then the threads are known, and stays as it is. */
export async function tfjsDriver(name: BackendName): Promise<PageDriver> {
  const { register, gpu } = backends[name];
  let threadsOf: (() => number) | undefined;

  const start = async (threads: number): Promise<() => number> => {
    threadsOf ??= await register(threads);
    if (tf.getBackend() !== name && !(await tf.setBackend(name))) throw new Error(`tfjs cannot start "${name}"`);
    return threadsOf;
  };

  return {
    probe: async () => ({
      version: tf.version_core,
      ...(gpu === undefined ? { device: "CPU", threads: mostThreads() } : { ...(await gpu.find()), threads: 1 }),
    }),
    load: async (artifact, options) => {
      if (artifact.format !== "tfjs") throw new Error("tfjs loads its own graph models, not ONNX files");
      const threads = (await start(options.threads))();
      const { artifacts } = artifact;
      const model = await loadGraphModel({ load: async () => artifacts });
      const known = gpu === undefined ? { threads } : { threads, device: gpu.used(tf.backend()) };
      const { values = [] } = options;
      const { inputs } = valuesOfSignature(artifacts);
      return {
        session: wrapGraphModel(tf, model, { ...known, values }),
        ...(inputs === undefined ? {} : { inputs }),
      };
    },
  };
}

/** tfjs takes half of the processors for hyperthreads of the others, and never starts more than 8 threads. */
function mostThreads(): number {
  return Math.max(1, Math.min(8, Math.floor(availableThreads() / 2)));
}
