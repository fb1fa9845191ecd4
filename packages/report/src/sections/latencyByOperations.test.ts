import { expect, it } from "vitest";
import { exampleFile, exampleLatency, exampleMeasurement, sizes } from "../exampleResults.test.fixture.js";
import { findChart, findTable, plainRows, plainSection } from "../plainText.test.fixture.js";
import { arrangeRuns } from "../runs.js";
import { buildLatencyByOperations } from "./latencyByOperations.js";

const [, medium] = sizes;
const runs = (...results: Parameters<typeof exampleFile>[0]) => arrangeRuns([exampleFile(results)]);
const at = (medianMs: number) => ({ latency: { ...exampleLatency(medianMs, 12), medianMs } });

const section = buildLatencyByOperations(runs(exampleMeasurement("linknet", medium, at(100))));

it("draws measured marks filled and the paper's hollow, in series of their own", () => {
  const series = findChart(section).panels[0]?.plot.series ?? [];
  const linknet = series.filter(({ colour }) => colour === 2);
  expect(linknet.map(({ mark, points }) => [mark, points.map(({ y }) => y)])).toEqual([
    ["filled", [100]],
    ["hollowCircle", [15, 53, 117]],
    ["hollowDiamond", [108, 134, 501]],
  ]);
});

it("places both at the same computed operations", () => {
  const [measured, titanX] = (findChart(section).panels[0]?.plot.series ?? []).filter(({ colour }) => colour === 2);
  expect(measured?.points[0]?.x).toBe(19.478);
  expect(titanX?.points[0]?.x).toBe(19.478);
});

it("has every mark in its table, with the source named", () => {
  const rows = plainRows(findTable(section, "latency-and-rate"));
  expect(rows).toContain("LinkNet | 640x360 | published: Titan X | 19.478 | 15 | 1,300");
  expect(rows).toContain("LinkNet | 640x360 | measured: onnxruntime-node | 19.478 | 100 | 195");
});

it("gives a batch the operations of all its images", () => {
  const batched = buildLatencyByOperations(runs(exampleMeasurement("linknet", medium, { batch: 2, ...at(200) })));
  expect(plainRows(findTable(batched, "latency-and-rate")).at(-1)).toContain("38.956 | 200 | 195");
});

it("draws nothing without a latency or without a cost", () => {
  const nothing = "Nothing to draw: no result has both a latency and a computed cost.";
  expect(plainSection(buildLatencyByOperations([]))).toBe(nothing);
  const unknown = exampleMeasurement("linknet", medium, { network: "unknown" });
  expect(plainSection(buildLatencyByOperations(runs(unknown)))).toBe(nothing);
});

it("draws twelve configurations and counts the others", () => {
  const many = Array.from({ length: 14 }, (_, index) => exampleMeasurement("enet", medium, { threads: index + 1 }));
  const crowded = buildLatencyByOperations(runs(...many));
  expect(findChart(crowded).panels).toHaveLength(12);
  expect(plainSection(crowded)).toContain("Not drawn: 2 further configurations.");
});
