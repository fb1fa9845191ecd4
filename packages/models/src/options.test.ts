import { expect, test } from "vitest";
import { scaledChannels } from "./options.js";

test("Channels are scaled to the nearest multiple of 8, 8 at least", () => {
  expect([16, 64, 128, 256, 512].map((channels) => scaledChannels(channels, 1))).toEqual([16, 64, 128, 256, 512]);
  expect([16, 64, 128].map((channels) => scaledChannels(channels, 0.5))).toEqual([8, 32, 64]);
  // 64 x 0.3 = 19.2 and 64 x 0.4 = 25.6
  expect([0.3, 0.4].map((width) => scaledChannels(64, width))).toEqual([16, 24]);
  expect(scaledChannels(64, 0.01)).toBe(8);
});
