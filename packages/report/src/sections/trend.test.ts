import type { Latency, Result, ResultFile } from "@linknet-kit/results";
import { describe, expect, it } from "vitest";
import {
  exampleEnvironment,
  exampleFile,
  exampleMeasurement,
  exampleResult,
  sizes,
} from "../exampleResults.test.fixture.js";
import { findChart, findTable, plainRows, plainSection } from "../plainText.test.fixture.js";
import { arrangeRuns } from "../runs.js";
import { buildTrend } from "./trend.js";

const [, size] = sizes;

/** A latency whose interval is 4 % to either side. */
const latency = (medianMs: number): Latency => ({
  samplesMs: [medianMs],
  medianMs,
  meanMs: medianMs,
  ciLowMs: medianMs * 0.96,
  ciHighMs: medianMs * 1.04,
});
const measured = (medianMs: number, changes: Partial<Result> = {}) =>
  exampleMeasurement("linknet", size, { latency: latency(medianMs), ...changes });
const onDay = (day: number, results: readonly Result[], changes: Partial<ResultFile> = {}): ResultFile =>
  exampleFile(results, {
    createdAt: `2026-11-0${day}T10:05:00.000Z`,
    gitRevision: `${day}`.repeat(40),
    ...changes,
  });
const trendOf = (...files: readonly ResultFile[]) => buildTrend(arrangeRuns(files));

describe("No trend is shown", () => {
  it("of one file, of other cells, or of what was measured on other machines", () => {
    const other = { environment: exampleEnvironment({ memoryMB: 8000 }) };
    expect(trendOf(onDay(1, [measured(100)]))).toBeUndefined();
    expect(trendOf(onDay(1, [measured(100)]), onDay(2, [measured(100, { batch: 2 })]))).toBeUndefined();
    expect(trendOf(onDay(1, [measured(100)]), onDay(2, [measured(100, { threads: 1 })]))).toBeUndefined();
    expect(trendOf(onDay(1, [measured(100)]), onDay(2, [measured(100)], other))).toBeUndefined();
  });

  it("of results that are no measurements, and of two files of one time", () => {
    const slow = exampleResult("linknet", size, { status: "throttled", latency: latency(130) });
    expect(trendOf(onDay(1, [measured(100)]), onDay(2, [slow]))).toBeUndefined();
    expect(trendOf(onDay(1, [measured(100)]), onDay(1, [measured(100)]))).toBeUndefined();
  });
});

describe("A trend", () => {
  it("has first, last, their ratio and between which ratios it may be, by hand: 1.2 x 0.96 / 1.04 = 1.11", () => {
    const section = trendOf(onDay(3, [measured(120)]), onDay(1, [measured(100)]), onDay(2, [measured(90)]))!;
    expect(plainRows(findTable(section, "trend-changes"))).toEqual([
      "LinkNet | 640x360 | 3 | 100 | 2026-11-01 10:05 | 120 | 2026-11-03 10:05 | 1.20 | 1.11–1.30 | slower",
    ]);
    expect(plainSection(section)).toContain("Slower, clearly: LinkNet 640x360 (x1.20, 1.11–1.30).");
  });

  it("names no change where the intervals overlap, and a faster one where they do not", () => {
    const changes = (last: number) =>
      plainRows(findTable(trendOf(onDay(1, [measured(100)]), onDay(2, [measured(last)])), "trend-changes"))[0];
    expect(changes(107)).toMatch(/no clear change$/);
    expect(changes(93)).toMatch(/no clear change$/);
    expect(changes(110)).toMatch(/slower$/);
    expect(changes(90)).toMatch(/faster$/);
  });

  it("shows every point with its revision, and marks changes that were not committed", () => {
    const dirty = { environment: exampleEnvironment({ gitDirty: true }) };
    const section = trendOf(onDay(1, [measured(100)]), onDay(2, [measured(101, { status: "noisy" })], dirty))!;
    expect(plainRows(findTable(section, "trend-points"))).toEqual([
      "LinkNet | 640x360 | 2026-11-01 10:05 UTC | 111111111111 | 100 | 96.0–104 | valid",
      "LinkNet | 640x360 | 2026-11-02 10:05 UTC | 222222222222 + changes | 101 | 97.0–105 | noisy",
    ]);
  });

  it("has a line a machine, and goes on over a new version of a runtime", () => {
    const upgraded = { environment: exampleEnvironment({ runtimes: { "onnxruntime-node": "2.0.0" }, node: "22.0.0" }) };
    const other = exampleEnvironment({ cpu: { model: "Another", logicalCores: 8, allowedCores: 8 } });
    const section = trendOf(
      onDay(1, [measured(100)]),
      onDay(2, [measured(100)], upgraded),
      onDay(1, [measured(50)], { environment: other }),
      onDay(3, [measured(50)], { environment: other }),
    )!;
    expect(
      findChart(section).panels.map(({ title, plot }) => [title, plot.series[0]!.points.map(({ y }) => y)]),
    ).toEqual([
      ["LinkNet 640x360, Example 9000 @ 2.20GHz, 2 cores", [100, 100]],
      ["LinkNet 640x360, Another, 8 cores", [50, 50]],
    ]);
  });

  it("draws at most twelve panels, those that changed most, and has the others in the tables", () => {
    const cells = Array.from({ length: 20 }, (_, index) => ({ width: 640, height: 360 + 8 * index }));
    const results = (factor: (index: number) => number) =>
      cells.map((each, index) => exampleMeasurement("linknet", each, { latency: latency(100 * factor(index)) }));
    const section = trendOf(
      onDay(
        1,
        results(() => 1),
      ),
      onDay(
        2,
        results((index) => (index >= 8 ? 1.5 : 1.01)),
      ),
    )!;
    const drawn = findChart(section).panels.map(({ title }) => title);
    expect(drawn).toEqual(cells.slice(8).map(({ height }) => `LinkNet 640x${height}`));
    expect(findTable(section, "trend-changes").rows).toHaveLength(20);
    expect(plainSection(section)).toContain("Drawn are the 12 of 20 lines that changed most; the tables have all.");
  });

  it("has at most two hundred lines in the tables, and says where the others are", () => {
    const cells = Array.from({ length: 205 }, (_, index) => ({ width: 640, height: 360 + index }));
    const results = (factor: number) =>
      cells.map((each) => exampleMeasurement("enet", each, { latency: latency(factor) }));
    const section = trendOf(onDay(1, results(100)), onDay(2, results(100)))!;
    expect(findTable(section, "trend-changes").rows).toHaveLength(200);
    expect(findTable(section, "trend-points").rows).toHaveLength(400);
    expect(plainSection(section)).toContain("the tables have the 200 that did, the CSV all");
  });
});
