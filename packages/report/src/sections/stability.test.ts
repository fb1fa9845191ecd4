import { expect, it } from "vitest";
import { exampleFile, exampleLatency, exampleMeasurement, sizes } from "../exampleResults.test.fixture.js";
import { findChart, findTable, plainRows, plainSection } from "../plainText.test.fixture.js";
import { arrangeRuns } from "../runs.js";
import { buildStability } from "./stability.js";

const [small, medium] = sizes;
const build = (...results: Parameters<typeof exampleFile>[0]) => buildStability(arrangeRuns([exampleFile(results)]));
const samples = (...samplesMs: number[]) => ({ latency: { ...exampleLatency(10, 12), medianMs: 10, samplesMs } });

it("names the cells that drift, the worst first", () => {
  const results = [
    exampleMeasurement("enet", small, samples(10, 10, 10, 10)),
    exampleMeasurement("enet", medium, samples(10, 10, 10, 11)),
    exampleMeasurement("linknet", medium, samples(10, 10, 10, 8)),
  ];
  expect(plainSection(build(...results))).toContain(
    "2 cells of 3 moved by more than 5 % from the first quarter of the samples to the last: " +
      "LinkNet 640x360 with onnxruntime-node (−20 %) and ENet 640x360 with onnxruntime-node (+10 %).",
  );
});

it("says that none drifts only when none does", () => {
  expect(plainSection(build(exampleMeasurement("enet", small, samples(10, 10, 10, 10.4))))).toContain(
    "No cell's median moves by more than 5 %",
  );
});

it("draws every sample of a cell in its order, and never zooms in past 10 % of the median", () => {
  const chart = build(exampleMeasurement("enet", small, samples(10, 10.1, 9.9, 10)))?.blocks.find(
    (block) => block.kind === "chart",
  );
  const plot = chart?.panels[0]?.plot;
  expect(plot?.series[0]?.points).toEqual([
    { x: 1, y: 10 },
    { x: 2, y: 10.1 },
    { x: 3, y: 9.9 },
    { x: 4, y: 10 },
  ]);
  expect(plot?.y.min).toBeCloseTo(9);
  expect(plot?.y.max).toBeCloseTo(11);
});

it("tabulates every cell, also those past the last panel", () => {
  const many = Array.from({ length: 60 }, (_, index) => exampleMeasurement("enet", { width: index + 32, height: 32 }));
  const section = build(...many);
  expect(plainRows(findTable(section, "steadiness"))).toHaveLength(60);
  expect(plainSection(section)).toContain("Drawn are the first 48 of 60 cells; the table has all.");
});

it("tabulates those of very many that drift most, in their order", () => {
  const many = Array.from({ length: 510 }, (_, index) =>
    exampleMeasurement("enet", { width: index + 32, height: 32 }, samples(10, 10, 10, index < 10 ? 10.1 : 12)),
  );
  const section = build(...many);
  const rows = plainRows(findTable(section, "steadiness"));
  expect([rows.length, rows[0]]).toEqual([500, expect.stringMatching(/^ENet \| 42x32 /)]);
  expect(plainSection(section)).toContain("the table has the 500 that drift most.");
});

it("is no section when there is nothing to draw", () => {
  expect(build()).toBeUndefined();
});

it("says in its line how many cells are steady", () => {
  const results = [
    exampleMeasurement("enet", small, samples(10, 10, 10, 10)),
    exampleMeasurement("linknet", medium, samples(10, 10, 10, 8)),
  ];
  expect(build(...results)?.summary).toBe("1 of 2 cells drifts or steps");
  expect(build(results[0]!)?.summary).toBe("no cell drifts or steps");
  expect(build(results[1]!, { ...results[1]!, network: "enet" })?.summary).toBe("all 2 cells drift or step");
});

it("names a clear step in words, in the panel and in the table, and draws the median on either side of it", () => {
  const stepped = [...Array.from({ length: 20 }, () => 10), ...Array.from({ length: 20 }, () => 10.7)];
  const section = build(
    exampleMeasurement("linknet", medium, samples(...stepped)),
    exampleMeasurement("enet", medium, samples(10, 10.1, 9.9, 10, 10.2, 9.8)),
  );
  expect(plainSection(section)).toContain(
    "1 cell of 2 has a clear step, where samples in no order would give about one in a hundred: " +
      "LinkNet 640x360 with onnxruntime-node (step at sample 21, x1.07).",
  );
  const [panel, steady] = findChart(section).panels;
  expect(panel?.description).toContain("step at sample 21, x1.07");
  expect(steady?.description).not.toContain("step");
  expect(panel?.plot.series[1]?.points).toEqual([
    { x: 1, y: 10 },
    { x: 20, y: 10 },
    { x: 21, y: 10.7 },
    { x: 40, y: 10.7 },
  ]);
  expect(plainRows(findTable(section, "steadiness")).map((row) => row.split(" | ")[5])).toEqual([
    "step at sample 21, x1.07",
    "",
  ]);
});
