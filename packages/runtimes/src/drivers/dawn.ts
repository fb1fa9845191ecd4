/** WebGPU in Node by Dawn, the implementation of Chromium: https://www.npmjs.com/package/webgpu */
import { peers } from "../peers.js";
import type { Device } from "../runtime/runtime.js";
import { describeAdapter } from "../session/describeGpu.js";
import { explainProviderError } from "./explainProviderError.js";

/** The adapter for high performance; throws where there is none. */
export async function findAdapter(): Promise<Omit<Device, "version" | "threads">> {
  const gpu = await gpuOfNode();
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" }).catch((cause: unknown) => {
    throw new Error(explainProviderError(cause), { cause });
  });
  if (adapter === null) throw new Error("no GPU answers to WebGPU");
  return describeAdapter(adapter.info);
}

/** Dawn rounds times to 65.5 microseconds, so that pages cannot spy on others; kernels take less. */
const WITHOUT_ROUNDING = "disable-dawn-features=timestamp_quantization";

let instance: GPU | undefined;

/** One for the life of the process: without a reference it is collected under its devices. */
export async function gpuOfNode(): Promise<GPU> {
  if (instance === undefined) {
    const { create, globals } = peers.load("webgpu") as typeof import("webgpu");
    Object.assign(globalThis, globals);
    instance = create([WITHOUT_ROUNDING]);
  }
  return instance;
}
