import { describe, expect, it } from "vitest";
import { publishedCost, publishedTime } from "./published.js";

describe("the paper's Table II", () => {
  it.each([
    ["segnet", "TX1", "480x320", 757, 1.3],
    ["segnet", "Titan X", "1920x1080", 637, 1.6],
    ["enet", "Titan X", "640x360", 7, 135.4],
    ["enet", "TX1", "1280x720", 262, 3.8],
    ["linknet", "TX1", "640x360", 134, 7.8],
    ["linknet", "Titan X", "1280x720", 53, 18.7],
  ] as const)("prints %s on %s at %s as %d ms and %d fps", (network, device, size, ms, fps) => {
    expect(publishedTime(network, device, size)).toEqual({ ms, fps });
  });

  it("tells a network that could not run from a cell that the paper does not have", () => {
    expect(publishedTime("segnet", "TX1", "1280x720")).toBeNull();
    expect(publishedTime("segnet", "TX1", "1920x1080")).toBeUndefined();
    expect(publishedTime("segnet", "Titan X", "480x320")).toBeUndefined();
  });

  it("has frame rates that belong to their times", () => {
    const times = ["segnet", "enet", "linknet"].flatMap((network) =>
      (["Titan X", "TX1"] as const).flatMap((device) =>
        ["480x320", "640x360", "1280x720", "1920x1080"].flatMap((size) => publishedTime(network, device, size) ?? []),
      ),
    );
    expect(times).toHaveLength(17);
    // Printed in whole milliseconds and tenths of a frame: 0.5 ms and 0.05 fps either way, and 7.8 beside 134 ms is the paper's own.
    for (const { ms, fps } of times) {
      expect(fps).toBeGreaterThan((1000 / (ms + 0.5)) * 0.96 - 0.05);
      expect(fps).toBeLessThan((1000 / (ms - 0.5)) * 1.04 + 0.05);
    }
  });

  it("has nothing of a network that is named like a property of every object", () => {
    expect(publishedTime("constructor", "TX1", "480x320")).toBeUndefined();
    expect(publishedTime("enet", "TX1", "toString")).toBeUndefined();
    expect(publishedCost("__proto__")).toBeUndefined();
  });
});

describe("the paper's Table III", () => {
  it("prints operations, parameters and sizes", () => {
    expect(publishedCost("segnet")).toEqual({ gflops: 286, parametersM: 29.5, fp16MB: 56.2 });
    expect(publishedCost("enet")).toEqual({ gflops: 3.8, parametersM: 0.4, fp16MB: 0.7 });
    expect(publishedCost("linknet")).toEqual({ gflops: 21.2, parametersM: 11.5, fp16MB: 22 });
  });
});
