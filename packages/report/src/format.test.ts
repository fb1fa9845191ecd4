import { describe, expect, it } from "vitest";
import * as format from "./format.js";

describe("numbers", () => {
  it.each([
    [0, "0"],
    [0.0827, "0.0827"],
    [0.83249, "0.832"],
    [6.844, "6.84"],
    [60.42, "60.4"],
    [99.96, "100"],
    [146.3, "146"],
    [1251.4, "1,251"],
  ])("prints the measured %d as %s", (value, text) => {
    expect(format.formatMeasured(value)).toBe(text);
  });

  it.each([
    [0.2834, "0.28"],
    [4.6, "4.6"],
    [8.93, "8.9"],
    [13.7, "14"],
    [4142, "4,100"],
  ])("prints the ratio %d as %s", (value, text) => {
    expect(format.formatRatio(value)).toBe(text);
  });

  it.each([
    [0.001_509, "+0.15 %"],
    [-0.0448, "−4.5 %"],
    [0.000_031, "+0.00 %"],
    [0.25, "+25 %"],
    [-0.0996, "−10 %"],
  ])("prints the deviation %d as %s", (share, text) => {
    expect(format.formatDeviation(share)).toBe(text);
  });

  it("prints exact figures to the third decimal and counts to the unit", () => {
    expect(format.formatComputed(22.005_12)).toBe("22.005");
    expect(format.formatCount(11_536_820)).toBe("11,536,820");
    expect(format.formatPublished(22)).toBe("22.0");
    expect(format.formatError(0.000_002_41)).toBe("2.4e-6");
  });
});

describe("words", () => {
  it("counts in singular and plural", () => {
    expect(format.formatQuantity(1, "cell")).toBe("1 cell");
    expect(format.formatQuantity(0, "cell")).toBe("0 cells");
    expect(format.formatQuantity(2, "latency", "latencies")).toBe("2 latencies");
  });

  it("joins with a comma and an and", () => {
    expect(["a", "b", "c"].map((_, length) => format.formatEnumeration(["a", "b", "c"].slice(0, length + 1)))).toEqual([
      "a",
      "a and b",
      "a, b and c",
    ]);
    expect(format.formatEnumeration([])).toBe("");
  });

  it("writes sizes width first, dates in UTC and the networks as their authors do", () => {
    expect(format.formatSize({ width: 640, height: 360 })).toBe("640x360");
    expect(format.formatDate("2026-11-22T23:30:00-02:00")).toBe("2026-11-23 01:30 UTC");
    expect(["linknet", "segnet", "enet", "deeplab-largefov", "toString"].map(format.formatNetwork)).toEqual([
      "LinkNet",
      "SegNet",
      "ENet",
      "DeepLab-LargeFOV",
      "toString",
    ]);
  });
});
