/** The GPU that a page gets. */
import type { Device } from "@linknet-kit/runtimes";
import { describeAdapter, describeGpu } from "@linknet-kit/runtimes/measure";

type Gpu = Omit<Device, "version" | "threads">;

/** The adapter that WebGPU gives without being told more; throws where there is none. */
export async function webgpuAdapter(): Promise<Gpu> {
  const gpu = (navigator as { readonly gpu?: GPU }).gpu;
  if (gpu === undefined) throw new Error("this browser has no WebGPU, or the page has no secure context");
  const adapter = await gpu.requestAdapter();
  if (adapter === null) throw new Error("no GPU answers to WebGPU");
  return describeAdapter(adapter.info);
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
