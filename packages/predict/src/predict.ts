/** One predicted forward pass, never without the error that its model was found to have. */
import { UsageError } from "@linknet-kit/base";
import type { Graph } from "@linknet-kit/core";
import type { Calibration } from "./calibrate.js";
import type { DeviceSpec } from "./devices.js";
import { rooflineMs } from "./roofline.js";
import { type Software, workloadOf } from "./workload.js";

export interface Prediction {
  readonly label: "predicted";
  readonly predictedMs: number;
  readonly fps: number;
  /** The prediction corrected by the most it was found too high and too low about networks left out. */
  readonly intervalMs: readonly [number, number];
  readonly leftOutError: Calibration["leftOut"];
  readonly basis: Calibration["basis"];
  readonly memoryMiB: number;
  readonly fitsInMemory: boolean;
}

/** 16-bit numbers on a device that is not faster with them. */
export class NoFastFloat16Error extends UsageError {
  readonly code = "NO_FAST_FLOAT16";

  constructor({ title }: DeviceSpec) {
    super(`${title} has no fast 16-bit numbers`, { hint: "predict with --dtype fp32" });
  }
}

export interface PredictOptions {
  readonly software?: Software;
  readonly dtype?: "fp32" | "fp16";
}

/** Predicts a float32 graph; fp16 divides the time by the gain published for the device and halves the memory. */
export function predict(
  graph: Graph,
  device: DeviceSpec,
  { efficiency, leftOut, basis }: Calibration,
  { software = "torch7", dtype = "fp32" }: PredictOptions = {},
): Prediction {
  const half = dtype === "fp16";
  if (half && device.fp16Gain === undefined) throw new NoFastFloat16Error(device);
  const workload = workloadOf(graph, software);
  const predictedMs = rooflineMs(workload, device, efficiency) / (half ? device.fp16Gain! : 1);
  const memoryMiB = workload.memoryBytes / (half ? 2 : 1) / 2 ** 20;
  return {
    label: "predicted",
    predictedMs,
    fps: 1e3 / predictedMs,
    // An error of +25 % means that the truth was the prediction over 1.25; no error of one side means that it is the end.
    intervalMs: [predictedMs / (1 + Math.max(0, leftOut.most)), predictedMs / (1 + Math.min(0, leftOut.least))],
    leftOutError: leftOut,
    basis,
    memoryMiB,
    fitsInMemory: memoryMiB <= (device.memoryGiB - device.reservedGiB) * 1024,
  };
}
