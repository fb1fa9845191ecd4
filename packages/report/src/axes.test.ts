import { describe, expect, it } from "vitest";
import { linearAxis, logAxis, timeAxis } from "./axes.js";

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

  it.each([
    [5e-324],
    [1e308, 1.7e308],
    [5e-324, 1.7976931348623157e308],
    [1e-9, 1e12],
    [0, 12],
    [0],
    [-1, Number.NaN, Number.POSITIVE_INFINITY],
  ])("ends, with ticks that can be drawn and read: %d to %d", (...values) => {
    const { min, max, ticks } = logAxis("ms", values);
    expect(min).toBeGreaterThan(0);
    expect(max).toBeGreaterThan(min);
    expect(max).toBeLessThan(Number.POSITIVE_INFINITY);
    expect(ticks.length).toBeLessThanOrEqual(11);
    for (const { value, label } of ticks) {
      expect(value).toBeGreaterThanOrEqual(min);
      expect(label.length).toBeLessThan(12);
    }
  });

  it("shows ticks around a single value, and stands without any", () => {
    expect(labels(logAxis("ms", [146])).length).toBeGreaterThanOrEqual(2);
    expect(logAxis("ms", [])).toMatchObject({ min: 1, max: 10 });
  });
});

it("puts ticks of a linear axis at round numbers inside it", () => {
  expect(labels(linearAxis("", { min: 132, max: 171 }, 3))).toEqual(["140", "150", "160", "170"]);
});

it("names times by the hour, the day or the month, by how far apart they are, and no more than fit", () => {
  const at = (...dates: string[]) => labels(timeAxis(dates.map((date) => Date.parse(date))));
  expect(at("2026-11-01T10:05Z", "2026-11-01T15:45Z")).toEqual(["10:05", "15:45"]);
  expect(at("2026-11-01T23:30Z", "2026-11-03T00:10Z")).toEqual(["1 Nov", "3 Nov"]);
  expect(at("2025-11-01T00:00Z", "2026-11-03T00:00Z")).toEqual(["2025-11", "2026-11"]);
  const month = Array.from({ length: 30 }, (_, day) => new Date(Date.UTC(2026, 10, day + 1)).toISOString());
  expect(at(...month).length).toBeLessThanOrEqual(5);
});
