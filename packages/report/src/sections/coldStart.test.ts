import { expect, it } from "vitest";
import {
  exampleFile,
  exampleLatency,
  exampleMeasurement,
  exampleResult,
  sizes,
} from "../exampleResults.test.fixture.js";
import { findTable, plainRows } from "../plainText.test.fixture.js";
import { arrangeRuns } from "../runs.js";
import { buildColdStart } from "./coldStart.js";

const [small, medium] = sizes;
const latency = { ...exampleLatency(100, 12), medianMs: 100 };
const load = (runtimeMs: number, sessionMs: number) => ({ runtimeMs, sessionMs, artifactBytes: 1 });

it("Loading, first run and memory are summed up over a runtime's cells, by hand: sqrt(2 x 8) = 4", () => {
  const results = [
    exampleMeasurement("linknet", small, { latency, firstRunMs: 200, load: load(60, 10), peakRssMB: 200 }),
    exampleMeasurement("linknet", medium, { latency, firstRunMs: 800, load: load(80, 30), peakRssMB: 500 }),
    exampleResult("segnet", medium, { load: load(9000, 9000) }),
  ];
  const rows = plainRows(findTable(buildColdStart(arrangeRuns([exampleFile(results)])), "cold-start-table"));
  expect(rows).toEqual(["onnxruntime-node | 2 | 70.0 | 10.0–30.0 | 4.0 | 200–500"]);
});

it("What a result does not tell stays empty", () => {
  const {
    load: _load,
    firstRunMs: _first,
    peakRssMB: _peak,
    ...bare
  } = exampleMeasurement("linknet", small, { latency });
  const rows = plainRows(findTable(buildColdStart(arrangeRuns([exampleFile([bare])])), "cold-start-table"));
  expect(rows).toEqual(["onnxruntime-node | 1 |  |  |  | "]);
});

it("Is no section where nothing was measured", () => {
  expect(buildColdStart(arrangeRuns([exampleFile([exampleResult("enet", small)])]))).toBeUndefined();
});
