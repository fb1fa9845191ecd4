/**
 * Figures as printed in the LinkNet paper (Chaurasia and Culurciello 2017), Tables II and III: https://arxiv.org/abs/1707.03718.
 * Nothing here was measured or computed by this project.
 */

export * from "./publishedAccuracy.js";

export const PAPER_URL = "https://arxiv.org/abs/1707.03718";

/** The networks of Tables II and III by the names that result files use, in the paper's order. */
export const publishedNetworks = ["segnet", "enet", "linknet"] as const;

/** The devices of Table II; the paper does not say whether its Titan X is the Maxwell (2015) or the Pascal (2016) card. */
export const publishedDevices = ["Titan X", "TX1"] as const;

export type PublishedNetwork = (typeof publishedNetworks)[number];
export type PublishedDevice = (typeof publishedDevices)[number];

/** Mean time of one forward pass and the frame rate printed beside it. */
export interface PublishedTime {
  readonly ms: number;
  readonly fps: number;
}

/** Operations (10^9), parameters (10^6) and fp16 size (2^20 bytes) of one network at 640x360. */
export interface PublishedCost {
  readonly gflops: number;
  readonly parametersM: number;
  readonly fp16MB: number;
}

type TimesBySize = Readonly<Record<string, PublishedTime | null>>;

const time = (ms: number, fps: number): PublishedTime => ({ ms, fps });

/** Table II. `null` is the table's "-": the network could not run there. */
const forwardPass: Readonly<Record<PublishedNetwork, Readonly<Record<PublishedDevice, TimesBySize>>>> = {
  segnet: {
    TX1: { "480x320": time(757, 1.3), "640x360": time(1251, 0.8), "1280x720": null },
    "Titan X": { "640x360": time(69, 14.6), "1280x720": time(289, 3.5), "1920x1080": time(637, 1.6) },
  },
  enet: {
    TX1: { "480x320": time(47, 21.1), "640x360": time(69, 14.6), "1280x720": time(262, 3.8) },
    "Titan X": { "640x360": time(7, 135.4), "1280x720": time(21, 46.8), "1920x1080": time(46, 21.6) },
  },
  linknet: {
    TX1: { "480x320": time(108, 9.3), "640x360": time(134, 7.8), "1280x720": time(501, 2.0) },
    "Titan X": { "640x360": time(15, 65.8), "1280x720": time(53, 18.7), "1920x1080": time(117, 8.5) },
  },
};

/** Table III, for an input of 3 x 640 x 360. */
const operations: Readonly<Record<PublishedNetwork, PublishedCost>> = {
  segnet: { gflops: 286.0, parametersM: 29.5, fp16MB: 56.2 },
  enet: { gflops: 3.8, parametersM: 0.4, fp16MB: 0.7 },
  linknet: { gflops: 21.2, parametersM: 11.5, fp16MB: 22.0 },
};

/** The sizes of Table II, smallest first, as WIDTHxHEIGHT. */
export const publishedTimeSizes = ["480x320", "640x360", "1280x720", "1920x1080"] as const;

/** The size of Table III. */
export const publishedCostSize = { width: 640, height: 360 } as const;

/** Classes counted in the paper's networks: Cityscapes' 19 and the unlabelled one. */
export const publishedClasses = 20;

/** Whether the paper has figures of the network of this name, in lower case. */
export function isPublished(network: string): network is PublishedNetwork {
  return (publishedNetworks as readonly string[]).includes(network);
}

/** The printed time; `null` where the paper prints "-" (could not run), `undefined` where it has no such cell. */
export function publishedTime(
  network: string,
  device: PublishedDevice,
  size: string,
): PublishedTime | null | undefined {
  const times = isPublished(network) ? forwardPass[network][device] : {};
  return Object.hasOwn(times, size) ? times[size] : undefined;
}

/** The printed operations and sizes, or `undefined` for a network that is not in Table III. */
export function publishedCost(network: string): PublishedCost | undefined {
  return isPublished(network) ? operations[network] : undefined;
}
