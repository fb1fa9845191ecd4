/** Measured results beside the roofs of the runtime that ran them. */
import { USUAL_PRECISION, type Roof } from "@linknet-kit/results";
import { isOfLongRuns } from "@linknet-kit/results/statistics";
import type { ReportedNetwork } from "../networks.js";
import { type Configuration, networkSizeKey } from "../runs.js";
import { measuredSamples, rateOf, type WorkSample } from "./workSamples.js";

export interface CompleteRoof extends Roof {
  readonly gflops: number;
  readonly gigabytesPerSecond: number;
}

export interface RoofedSample extends WorkSample {
  /** In 2^20 bytes. */
  readonly trafficMB: number;
  /** FLOPs a byte. */
  readonly intensity: number;
  /** GFLOP/s: reached, and allowed by the roof at this intensity. */
  readonly rate: number;
  readonly attainable: number;
  /** The first over the second. */
  readonly share: number;
}

/** A configuration with both roofs and what it measured under them. */
export interface RoofedGroup {
  readonly configuration: Configuration;
  readonly roof: CompleteRoof;
  readonly samples: readonly RoofedSample[];
}

/** The roofs that were measured as the configuration was; none in other numbers, or of short runs on a GPU, which they hold the start of. */
export function findRoof(configuration: Configuration): CompleteRoof | undefined {
  const {
    run: { file },
    results: [first],
  } = configuration;
  const { device, runtime, threads, requestedThreads, dtype } = first;
  // Roofs are of float32, as are the bytes that are counted.
  if (dtype !== USUAL_PRECISION) return undefined;
  const isOwn = (roof: Roof): boolean => roof.runtime === runtime && roof.device === device && roof.threads === threads;
  const own =
    file.roofs?.filter(isComplete).filter((roof) => isOwn(roof) && (isOfLongRuns(roof) || !isOnGpu(configuration))) ??
    [];
  // A runtime that takes fewer threads than it is asked for has a roof for each number asked.
  return own.find((roof) => roof.requestedThreads === requestedThreads) ?? own[0];
}

/** Whether what it ran on is not the machine's processor. */
export function isOnGpu({ run: { file }, results: [{ device }] }: Configuration): boolean {
  return device !== file.environment.cpu.model && device !== "CPU";
}

/** Whether both roofs are there. */
export function isComplete(roof: Roof): roof is CompleteRoof {
  return roof.gflops !== undefined && roof.gigabytesPerSecond !== undefined;
}

/** FLOPs a byte from which on arithmetic bounds, not memory. */
export function ridgeOf({ gflops, gigabytesPerSecond }: CompleteRoof): number {
  return gflops / gigabytesPerSecond;
}

/** Of single images: what a batch moves is not counted. */
export function roofedSamples(
  configuration: Configuration,
  networks: readonly ReportedNetwork[],
  roof: CompleteRoof,
): readonly RoofedSample[] {
  if (configuration.batch !== 1) return [];
  return measuredSamples(configuration, networks).flatMap((sample): readonly RoofedSample[] => {
    const { trafficMB = 0 } = configuration.run.counts.get(networkSizeKey(sample.network.key, sample.size)) ?? {};
    if (trafficMB <= 0) return [];
    const intensity = (sample.gflops * 1e9) / (trafficMB * 2 ** 20);
    const attainable = Math.min(roof.gflops, intensity * roof.gigabytesPerSecond);
    const rate = rateOf(sample);
    return [{ ...sample, trafficMB, intensity, rate, attainable, share: rate / attainable }];
  });
}
