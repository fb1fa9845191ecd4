/** What every network takes, and what it refuses before anything is built. */
import { UsageError } from "@linknet-kit/core";

/** Width and height of an image in pixels, in the paper's order. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface NetworkOptions {
  readonly size: Size;
  /** Channels of the output; the unlabelled class counts, as in the authors' code. */
  readonly classes: number;
  /** Images at once. */
  readonly batch: number;
  /** Multiplies the channels of every inner layer; 1 is the paper's network. */
  readonly width: number;
}

/** The paper's image size in Table III, Cityscapes' 19 classes and the unlabelled one. */
export const DEFAULT_OPTIONS: NetworkOptions = { size: { width: 640, height: 360 }, classes: 20, batch: 1, width: 1 };

/** The longest side that is taken; twice an 8K frame. */
const MAX_SIDE = 16384;
const MAX_CLASSES = 65536;
const MAX_BATCH = 4096;
const MAX_WIDTH = 16;

/** An option of a network that is out of its range. */
export class InvalidOptionError extends UsageError {
  readonly code = "INVALID_OPTION";

  constructor(data: { network: string; option: string; given: unknown; expected: string }) {
    super(`the ${data.option} of ${data.network} is ${String(data.given)}, expected ${data.expected}`, {
      hint: `see "linknet networks" for what ${data.network} takes`,
    });
  }
}

/** Refuses what no network of the given smallest side can be built for. */
export function checkOptions(
  network: string,
  minimumSide: number,
  { size, classes, batch, width }: NetworkOptions,
): void {
  const whole = (option: string, given: number, least: number, most: number): void => {
    if (Number.isSafeInteger(given) && given >= least && given <= most) return;
    throw new InvalidOptionError({ network, option, given, expected: `a whole number from ${least} to ${most}` });
  };
  whole("image width", size.width, minimumSide, MAX_SIDE);
  whole("image height", size.height, minimumSide, MAX_SIDE);
  whole("classes", classes, 1, MAX_CLASSES);
  whole("batch", batch, 1, MAX_BATCH);
  if (!(width > 0 && width <= MAX_WIDTH)) {
    throw new InvalidOptionError({
      network,
      option: "width multiplier",
      given: width,
      expected: `more than 0, at most ${MAX_WIDTH}`,
    });
  }
}

/** Channels at a width multiplier: the nearest multiple of 8, as the networks' own are, and at least 8, so that every quarter is whole. */
export function scaledChannels(channels: number, width: number): number {
  return Math.max(8, 8 * Math.round((channels * width) / 8));
}
