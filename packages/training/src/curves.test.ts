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
    ["loss, mean of an epoch", "1.5", "1.5"],
    ["mean IoU of the validation split, %", "25", "25"],
    ["ours of an epoch", "0.25", "0.25"],
    ["learning rate", "0.001", "1.23e-5"],
  ];
  expect(texts.filter((text) => text !== "2 updates")).toEqual(each.flat());
});
