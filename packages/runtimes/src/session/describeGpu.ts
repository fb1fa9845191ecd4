/** What a GPU calls itself. Adapters in software are GPUs too to WebGPU and WebGL, only slow ones. */
import type { Device } from "../runtime/runtime.js";

const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|basic render|\bwarp\b/i;

/** What a bus calls a device, which is no name. */
const NUMBER = /^(0x)?[\da-f]{4}$/i;

/** How much longer than ONNX Runtime on the same machine's CPU, to the order of magnitude. */
const SOFTWARE_SLOWNESS = 1000;

type Gpu = Pick<Device, "device" | "slowness" | "isSoftware">;

/** What WebGPU tells of an adapter: https://www.w3.org/TR/webgpu/#gpuadapterinfo */
interface AdapterInfo {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  readonly isFallbackAdapter?: boolean;
}

/** An adapter by its name, with what software costs. */
export function describeGpu(name: string, isSoftware = SOFTWARE.test(name)): Gpu {
  return isSoftware
    ? { device: `${name} (software, no GPU)`, slowness: SOFTWARE_SLOWNESS, isSoftware: true }
    : { device: name };
}

/**
 * The adapter of a WebGPU device. Browsers hide what could tell users apart, so any of the names may be empty. Where Dawn names the device
 * (`nvidia-h200`), its description is the driver's.
 */
export function describeAdapter(info: AdapterInfo): Gpu {
  const names = [info.vendor, info.architecture, info.device].filter((name) => name !== "").join(" ");
  const device = NUMBER.test(info.device) ? "" : info.device.replace(/-+$/, "");
  const name = device || info.description || names || "WebGPU adapter, unnamed";
  return describeGpu(name, info.isFallbackAdapter === true || SOFTWARE.test(`${info.description} ${names}`));
}
