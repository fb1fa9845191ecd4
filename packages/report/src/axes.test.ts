import { describe, expect, it } from "vitest";
import { linearAxis, logAxis } from "./axes.js";

const labels = (axis: ReturnType<typeof logAxis>) => axis.ticks.map(({ label }) => label);

describe("a logarithmic axis", () => {
  it("holds its values and has ticks at 1, 2 and 5 over two decades", () => {
    const axis = logAxis("ms", [7, 130]);
    expect(axis.min).toBeLessThan(7);
    expect(axis.max).toBeGreaterThan(130);
    expect(labels(axis)).toEqual(["10", "20", "50", "100"]);
  });

  it("thins its ticks as the range grows", () => {
    expect(labels(logAxis("ms", [3, 3000]))).toEqual(["3", "10", "30", "100", "300", "1,000", "3,000"]);
    expect(labels(logAxis("ms", [1, 100_000]))).toEqual(["1", "10", "100", "1,000", "10,000", "100,000"]);
  });

  it("shows ticks around a single value, and stands without any", () => {
    expect(labels(logAxis("ms", [146])).length).toBeGreaterThanOrEqual(2);
    expect(logAxis("ms", [])).toMatchObject({ min: 1, max: 10 });
  });
});

it("puts ticks of a linear axis at round numbers inside it", () => {
  expect(labels(linearAxis("", { min: 132, max: 171 }, 3))).toEqual(["140", "150", "160", "170"]);
});
