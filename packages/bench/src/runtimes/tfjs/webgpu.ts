/** WebGPU in Node by Dawn, the implementation of Chromium: https://www.npmjs.com/package/webgpu */
import type { Device } from "../runtime.js";
import { describeAdapter } from "../describeGpu.js";
import { explainProviderError } from "../explainProviderError.js";
import { loadWebgpuBackend } from "./modules.js";

/** The adapter that there is; throws where there is none. */
export async function findAdapter(): Promise<Pick<Device, "device" | "slowness">> {
  const adapter = await (await gpuOfNode()).requestAdapter().catch((cause: unknown) => {
    throw new Error(explainProviderError(cause), { cause });
  });
  if (adapter === null) throw new Error("no GPU answers to WebGPU");
  return describeAdapter(adapter.info);
}

/** Registers the backend; tfjs must be loaded already. */
export async function registerWebgpu(): Promise<void> {
  // Where the backend looks, as in a browser; Node has a navigator from version 21 on, without a GPU.
  Object.defineProperty(globalThis, "navigator", { value: { gpu: await gpuOfNode() }, configurable: true });
  loadWebgpuBackend();
}

/** What the backend runs on. */
export function usedAdapter(backend: unknown): string {
  return describeAdapter((backend as { device: GPUDevice }).device.adapterInfo).device;
}

let instance: GPU | undefined;

/** One for the life of the process: without a reference it is collected under its devices. */
async function gpuOfNode(): Promise<GPU> {
  if (instance === undefined) {
    const { create, globals } = await import("webgpu");
    Object.assign(globalThis, globals);
    instance = create([]);
  }
  return instance;
}
