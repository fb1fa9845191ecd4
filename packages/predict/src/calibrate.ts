/** A device's efficiencies, and how wrong they are about a network that they were not fitted on. */
import type { Graph } from "@linknet-kit/core";
import { buildNetwork } from "@linknet-kit/models";
import {
  type PublishedDevice,
  publishedClasses,
  publishedNetworks,
  publishedTime,
  publishedTimeSizes,
} from "@linknet-kit/models/published";
import { type DeviceSpec, findDevice, publishedAs } from "./devices.js";
import { type Point, type Prior, fitEfficiency } from "./fit.js";
import { type Efficiency, rooflineMs } from "./roofline.js";
import { type Workload, workloadOf } from "./workload.js";

export interface Residual {
  readonly network: string;
  readonly size: string;
  readonly publishedMs: number;
  readonly fittedMs: number;
  /** From efficiencies fitted without this network. */
  readonly leftOutMs: number;
}

export interface Calibration {
  readonly efficiency: Efficiency;
  readonly residuals: readonly Residual[];
  /** Leave-one-network-out errors, predicted over published less 1: median and largest size, and the two ends with their signs. */
  readonly leftOut: { readonly median: number; readonly worst: number; readonly least: number; readonly most: number };
  /** Points of this very device, or of others that its efficiencies are borrowed from. */
  readonly basis: "own" | "borrowed";
}

/** Wide, about half of every peak: it keeps parameters that few points say nothing about where they are plausible. */
const embeddedPrior: Prior = {
  mean: { convolution3x3: 0.5, convolution: 0.3, bandwidth: 0.7, launchMicroseconds: 10, hostLinkGBps: 8 },
  deviation: { convolution3x3: 0.5, convolution: 0.5, bandwidth: 0.2, launchMicroseconds: 0.7, hostLinkGBps: 0.4 },
};

/** The cards ran the same software as the TX1, so its shares of the peaks are theirs but for a few percent; host and link are not. */
function cardPrior(embedded: Efficiency, { hostLinkGBps }: DeviceSpec): Prior {
  return {
    mean: { ...embedded, launchMicroseconds: 5, hostLinkGBps },
    deviation: {
      convolution3x3: 0.08,
      convolution: 0.08,
      bandwidth: 0.06,
      launchMicroseconds: 0.2,
      hostLinkGBps: 0.16,
    },
  };
}

/** By the network that was left out. */
const embeddedFits = new Map<string | undefined, Efficiency>();

/** Fits on the published points but those of `without`, on every device that takes part. */
function fitWithout(device: DeviceSpec, without: string | undefined): Efficiency {
  const remaining = (each: PublishedDevice) => pointsOf(each).filter(({ network }) => network !== without);
  // Every device asks for this one, and it is always the same.
  const embedded =
    embeddedFits.get(without) ?? fitEfficiency(findDevice("jetson-tx1"), remaining("TX1"), embeddedPrior);
  embeddedFits.set(without, embedded);
  const published = publishedAs(device);
  if (published === "TX1") return embedded;
  return fitEfficiency(device, published ? remaining(published) : [], cardPrior(embedded, device));
}

/** Fits four times; a device without points of its own gets the TX1's shares and the largest errors of the devices that have some. */
export function calibrate(device: DeviceSpec): Calibration {
  const efficiency = fitWithout(device, undefined);
  const published = publishedAs(device);
  if (published === undefined) {
    const others = ["titan-x-maxwell", "titan-x-pascal", "jetson-tx1"].map(
      (name) => calibrate(findDevice(name)).leftOut,
    );
    const [widest] = others.toSorted((a, b) => b.worst - a.worst);
    return { efficiency, residuals: [], leftOut: widest!, basis: "borrowed" };
  }
  const leftOutEfficiency = new Map(
    publishedNetworks.map((network) => [network as string, fitWithout(device, network)]),
  );
  const residuals = pointsOf(published).map(({ network, size, workload, publishedMs }) => ({
    network,
    size,
    publishedMs,
    fittedMs: rooflineMs(workload, device, efficiency),
    leftOutMs: rooflineMs(workload, device, leftOutEfficiency.get(network)!),
  }));
  return { efficiency, residuals, leftOut: summarise(residuals), basis: "own" };
}

function summarise(residuals: readonly Residual[]): Calibration["leftOut"] {
  const errors = residuals.map(({ leftOutMs, publishedMs }) => leftOutMs / publishedMs - 1);
  const sizes = errors.map(Math.abs).toSorted((a, b) => a - b);
  const middle = sizes.length / 2;
  return {
    median: (sizes[Math.ceil(middle) - 1]! + sizes[Math.floor(middle)]!) / 2,
    worst: sizes.at(-1)!,
    least: Math.min(...errors),
    most: Math.max(...errors),
  };
}

/** Table II's points of one device. */
function pointsOf(device: PublishedDevice): readonly Point[] {
  return publishedNetworks.flatMap((network) =>
    publishedTimeSizes.flatMap((size) => {
      const publishedMs = publishedTime(network, device, size)?.ms;
      return publishedMs === undefined
        ? []
        : [{ network, size, workload: publishedWorkload(network, size), publishedMs }];
    }),
  );
}

/** Every fit of every device asks for the same ones, and to build a graph takes milliseconds. */
const workloads = new Map<string, Workload>();

function publishedWorkload(network: string, size: string): Workload {
  const key = `${network} ${size}`;
  const workload = workloads.get(key) ?? workloadOf(publishedGraph(network, size));
  workloads.set(key, workload);
  return workload;
}

/** A network of Table II at a size of it, `640x360` say. */
export function publishedGraph(network: string, size: string): Graph {
  const [width, height] = size.split("x").map(Number) as [number, number];
  return buildNetwork(network, { size: { width, height }, classes: publishedClasses });
}
