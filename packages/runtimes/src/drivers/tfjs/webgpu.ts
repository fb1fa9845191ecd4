/** tfjs's backend on WebGPU, in Node. */
import { describeAdapter } from "../../session/describeGpu.js";
import { gpuOfNode } from "../dawn.js";
import { loadWebgpuBackend } from "./modules.js";

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
