/** What the paper's networks share in reading their options. */

/** Channels at a width multiplier: the nearest multiple of 8, as the networks' own are, and at least 8, so that every quarter is whole. */
export function scaledChannels(channels: number, width: number): number {
  return Math.max(8, 8 * Math.round((channels * width) / 8));
}
