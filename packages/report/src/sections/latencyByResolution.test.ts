import { expect, it } from "vitest";
import {
  exampleFile,
  exampleLatency,
  exampleMeasurement,
  exampleSuite,
  sizes,
} from "../exampleResults.test.fixture.js";
import { findChart, plainSection } from "../plainText.test.fixture.js";
import { arrangeRuns } from "../runs.js";
import { buildLatencyByResolution } from "./latencyByResolution.js";

const [, medium, large] = sizes;
const runs = (...results: Parameters<typeof exampleFile>[0]) => arrangeRuns([exampleFile(results)]);
const at = (medianMs: number) => ({ latency: { ...exampleLatency(medianMs, 12), medianMs } });

it("draws each network's medians with their intervals over its pixels", () => {
  const result = exampleMeasurement("linknet", large);
  const { plot } =
    findChart(buildLatencyByResolution(runs(exampleMeasurement("linknet", medium), result))).panels[0] ?? {};
  expect(plot?.x.ticks.map(({ label }) => label)).toEqual(["640x360", "1280x720"]);
  expect(plot?.series[0]?.points[1]).toEqual({
    x: 1280 * 720,
    y: result.latency?.medianMs,
    low: result.latency?.ciLowMs,
    high: result.latency?.ciHighMs,
  });
});

it("leaves out what is no measurement, and a median of 0, which a logarithm does not have", () => {
  const results = [
    exampleMeasurement("enet", medium, { status: "incorrect" }),
    exampleMeasurement("enet", large, at(0)),
    exampleMeasurement("linknet", medium),
  ];
  expect(plainSection(buildLatencyByResolution(runs(...results)))).toBe(
    "Nothing to draw: 640x360 is the only size with a latency.",
  );
});

it("says in words what it shows", () => {
  const [panel] = findChart(buildLatencyByResolution(runs(...exampleSuite()))).panels;
  expect(panel?.description).toMatch(/LinkNet 98\.\d ms at 480x320 to 1,3\d\d ms at 1920x1080/);
});
