import { expect, test } from "vitest";
import { drawCurves } from "./curves.js";
import type { Metrics } from "./metrics.js";

test("Curves are called in words, shares are percent, and numbers of ticks are short", () => {
  const update = (rate: number, number: number): Metrics => {
    return { kind: "update", update: number, epoch: 0, loss: 2 / number, gradientNorm: 1, rate, batches: number };
  };
  const values = { loss: 1.5, meanIou: 0.25, ours: 0.25 };
  const svg = drawCurves([update(1e-3, 1), update(1.23456789e-5, 2), { kind: "epoch", update: 2, epoch: 0, values }]);
  const texts = [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text);
  const each = [
    ["loss of an update", "2", "1"],
    ["loss, mean of an epoch", "1.5"],
    ["mean IoU of the validation split, %", "25"],
    ["ours of an epoch", "0.25"],
    ["learning rate", "0.001", "1.23e-5"],
  ];
  expect(texts.filter((text) => text !== "2 updates")).toEqual(each.flat());
});

test("Large numbers are short too, and what never changes lies in the middle with its one number", () => {
  const update = (number: number): Metrics => {
    const measured = { loss: 1.5 * 10 ** (30 * number), gradientNorm: 1, rate: 0.005 };
    return { kind: "update", update: number, epoch: 0, ...measured, batches: number };
  };
  const svg = drawCurves([update(1), update(2)]);
  const texts = [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text);
  expect(texts).toEqual([
    "loss of an update",
    "1.50e60",
    "1.50e30",
    "2 updates",
    "learning rate",
    "0.005",
    "2 updates",
  ]);
  const [, heights] = [...svg.matchAll(/points="([^"]*)"/g)].map(([, points]) =>
    points!.split(" ").map((each) => Number(each.split(",")[1])),
  );
  // 216 for the plot above it, 28 for its title, and half of 160.
  expect(heights).toEqual([324, 324]);
});
