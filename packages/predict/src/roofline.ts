/** The layer-wise roofline: each kernel takes its launch and the slower of its arithmetic and its memory traffic. */
import type { DeviceSpec } from "./devices.js";
import type { Workload } from "./workload.js";

/** What is fitted of a device and its software. */
export interface Efficiency {
  /** Shares of the device's peak rate. */
  readonly convolution3x3: number;
  readonly convolution: number;
  /** Share of its bandwidth. */
  readonly bandwidth: number;
  readonly launchMicroseconds: number;
  readonly hostLinkGBps: number;
}

/** Milliseconds of one forward pass, copies included. */
export function rooflineMs({ kernels, copyBytes }: Workload, device: DeviceSpec, efficiency: Efficiency): number {
  const peak = device.fp32Tflops * 1e12;
  const bandwidth = efficiency.bandwidth * device.memoryGBps * 1e9;
  let seconds = copyBytes / (efficiency.hostLinkGBps * 1e9);
  for (const { kind, flops, bytes } of kernels) {
    const arithmetic = kind === "pass" ? 0 : flops / (efficiency[kind] * peak);
    seconds += efficiency.launchMicroseconds * 1e-6 + Math.max(arithmetic, bytes / bandwidth);
  }
  return seconds * 1e3;
}
