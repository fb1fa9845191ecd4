/** Predictions held against published times that no fit has seen, and that are of other origin than the paper's tables. */
import type { Graph } from "@linknet-kit/core";
import { buildNetwork } from "@linknet-kit/models";
import { publishedClasses } from "@linknet-kit/models/published";
import type { Calibration } from "./calibrate.js";
import type { DeviceSpec } from "./devices.js";
import { buildResnet18 } from "./resnet18.js";
import { rooflineMs } from "./roofline.js";
import { workloadOf } from "./workload.js";

/** Of a card that its publisher names, unlike the paper. */
interface OutsidePoint {
  readonly device: string;
  readonly network: string;
  readonly width: number;
  readonly height: number;
  readonly publishedMs: number;
  /** Caffe's convolutions are not those that the model was fitted on. */
  readonly framework: "not stated" | "Caffe";
}

const pascal = { device: "titan-x-pascal", framework: "Caffe" } as const;
const resnet18 = { network: "resnet18", width: 1280, height: 720, framework: "not stated" } as const;

const outsidePoints: readonly OutsidePoint[] = [
  { ...resnet18, device: "titan-x-maxwell", publishedMs: 35.4 },
  { ...resnet18, device: "titan-x-pascal", publishedMs: 20.51 },
  { ...pascal, network: "enet", width: 1024, height: 512, publishedMs: 20.4 },
  { ...pascal, network: "enet", width: 1280, height: 720, publishedMs: 32.9 },
  { ...pascal, network: "segnet", width: 1024, height: 512, publishedMs: 66.5 },
  { ...pascal, network: "segnet", width: 1280, height: 720, publishedMs: 114.3 },
];

export interface IndependentCheck {
  readonly network: string;
  readonly size: string;
  readonly framework: string;
  readonly publishedMs: number;
  /** As `torch7`, from every point of Table II. */
  readonly predictedMs: number;
  /** Predicted over published, less 1. */
  readonly error: number;
}

/** Predictions beside published figures that the calibration did not use; empty for a device without any. */
export function checkIndependently(device: DeviceSpec, { efficiency }: Calibration): readonly IndependentCheck[] {
  return outsidePoints
    .filter((point) => point.device === device.name)
    .map((point) => {
      const { network, width, height, framework, publishedMs } = point;
      const predictedMs = rooflineMs(workloadOf(graphOf(point)), device, efficiency);
      return {
        network,
        size: `${width}x${height}`,
        framework,
        publishedMs,
        predictedMs,
        error: predictedMs / publishedMs - 1,
      };
    });
}

function graphOf({ network, width, height }: OutsidePoint): Graph {
  const size = { width, height };
  return network === "resnet18" ? buildResnet18(size) : buildNetwork(network, { size, classes: publishedClasses });
}
