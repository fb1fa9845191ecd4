import { describe, expect, test } from "vitest";
import { layOutSamples, niceStep } from "./chartGeometry.js";

const frame = { width: 640, height: 240, left: 40, right: 0, top: 0, bottom: 40 };

test.each([
  [0.0003, 0.0005],
  [1, 1],
  [1.1, 2],
  [4.2, 5],
  [7, 10],
  [120, 200],
])("The step for %d is %d", (least, step) => {
  expect(niceStep(least)).toBeCloseTo(step, 10);
});

describe("A layout", () => {
  const { x, y, ticksMs } = layOutSamples([8, 12, 10], 5, frame);

  test("leaves room for the runs to come", () => {
    expect([x(0), x(4)]).toEqual([40, 640]);
  });

  test("starts at zero and holds the highest sample", () => {
    expect(y(0)).toBe(200);
    expect(y(12)).toBeGreaterThan(0);
    expect(ticksMs).toEqual([0, 5, 10, 15]);
  });

  test("is finite for one sample, and for samples of zero", () => {
    expect(layOutSamples([5], 1, frame).x(0)).toBe(40);
    expect(layOutSamples([0], 10, frame).y(0)).toBe(200);
  });
});
