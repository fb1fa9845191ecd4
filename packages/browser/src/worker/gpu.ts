/** What the GPU that a page gets calls itself. Adapters in software are GPUs too to WebGPU and WebGL, only slow ones. */
import type { Device } from "@linknet-kit/bench/measure";

const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|basic render|\bwarp\b/i;

/** How much longer than ONNX Runtime on the same machine's CPU, to the order of magnitude. */
const SOFTWARE_SLOWNESS = 1000;

type Gpu = Pick<Device, "device" | "slowness">;

/** An adapter by its name, with what software costs. */
export function describeGpu(name: string, isSoftware = SOFTWARE.test(name)): Gpu {
  return isSoftware ? { device: `${name} (software, no GPU)`, slowness: SOFTWARE_SLOWNESS } : { device: name };
}

/** The adapter that WebGPU gives without being told more; throws where there is none. */
export async function webgpuAdapter(): Promise<Gpu> {
  const gpu = (navigator as { readonly gpu?: GPU }).gpu;
  if (gpu === undefined) throw new Error("this browser has no WebGPU, or the page has no secure context");
  const adapter = await gpu.requestAdapter();
  if (adapter === null) throw new Error("no GPU answers to WebGPU");
  return describeAdapter(adapter.info);
}

/** The adapter of a device in use. Browsers hide what could tell users apart, so any of the names may be empty. */
export function describeAdapter(info: GPUAdapterInfo): Gpu {
  const names = [info.vendor, info.architecture, info.device].filter((name) => name !== "").join(" ");
  const name = info.description || names || "WebGPU adapter, unnamed";
  return describeGpu(name, info.isFallbackAdapter || SOFTWARE.test(`${name} ${names}`));
}

/** The renderer of a WebGL2 context of its own; throws where there is none. */
export function webglRenderer(): Gpu {
  const context = new OffscreenCanvas(1, 1).getContext("webgl2");
  if (context === null) throw new Error("no GPU answers to WebGL 2");
  try {
    return describeRenderer(context);
  } finally {
    context.getExtension("WEBGL_lose_context")?.loseContext();
  }
}

/** The renderer of a context in use. Without 32-bit render targets runtimes fall to 16-bit floats, which is said too. */
export function describeRenderer(context: WebGLRenderingContext | WebGL2RenderingContext): Gpu {
  const extension = context.getExtension("WEBGL_debug_renderer_info");
  const name = String(context.getParameter(extension === null ? context.RENDERER : extension.UNMASKED_RENDERER_WEBGL));
  const gpu = describeGpu(name);
  const isExact = context.getExtension("EXT_color_buffer_float") !== null;
  return isExact ? gpu : { ...gpu, device: `${gpu.device}, 16-bit floats` };
}
