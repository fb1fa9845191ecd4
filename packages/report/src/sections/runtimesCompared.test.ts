import { describe, expect, it } from "vitest";
import type { Result } from "@linknet-kit/bench/result";
import {
  exampleFile,
  exampleLatency,
  exampleMeasurement,
  exampleResult,
  sizes,
} from "../exampleResults.test.fixture.js";
import { findTable, plainRows, plainSection } from "../plainText.test.fixture.js";
import { arrangeRuns } from "../runs.js";
import { buildRuntimesCompared } from "./runtimesCompared.js";

const [small, medium] = sizes;

function measured(runtime: string, size: Result["size"], medianMs: number, changes: Partial<Result> = {}): Result {
  const latency = { ...exampleLatency(medianMs, 12), medianMs, ciLowMs: 0.8 * medianMs, ciHighMs: 1.25 * medianMs };
  return exampleMeasurement("linknet", size, { runtime, latency, throughputFps: 1000 / medianMs, ...changes });
}

const results = [
  measured("native", small, 10),
  measured("wasm", small, 40),
  measured("native", medium, 20),
  measured("wasm", medium, 180),
  measured("gpu", medium, 5),
];
const build = (...files: Parameters<typeof arrangeRuns>[0]) => buildRuntimesCompared(arrangeRuns(files));

describe("runtimes of one machine", () => {
  const section = build(exampleFile(results));

  it("stand cell by cell from the fastest on, with their speed relative to it", () => {
    expect(plainRows(findTable(section, "runtimes-linknet-480x320-1"))).toEqual([
      "native | 1.0 | 10.0 | 8.00–12.5 | 100",
      "wasm | 0.25 | 40.0 | 32.0–50.0 | 25.0",
    ]);
    expect(plainRows(findTable(section, "runtimes-linknet-640x360-1"))).toEqual([
      "gpu | 1.0 | 5.00 | 4.00–6.25 | 200",
      "native | 0.25 | 20.0 | 16.0–25.0 | 50.0",
      "wasm | 0.028 | 180 | 144–225 | 5.56",
    ]);
  });

  it("have bars as long as their speed, with the interval of their median", () => {
    const { rows } = findTable(section, "runtimes-linknet-480x320-1");
    const bars = rows.map(({ cells }) => cells[1]).map((cell) => (typeof cell === "string" ? undefined : cell?.bar));
    expect(bars[1]).toEqual({ length: 0.25, low: 0.2, high: 0.3125 });
    // Nothing is faster than the fastest.
    expect(bars[0]).toEqual({ length: 1, low: 0.8, high: 1 });
  });

  it("are summed up over the cells that each shares with the one measured most: sqrt(4 x 9) = 6", () => {
    expect(plainRows(findTable(section, "runtimes-in-all"))).toEqual([
      "gpu | 0.25 | 1",
      "native | 1.0 | 2",
      "wasm | 6.0 | 2",
    ]);
    expect(plainSection(section)).toContain("time over that of native");
  });

  it("have no place for what is no measurement, nor for a cell measured in one way", () => {
    const wrong = measured("wrong", medium, 1, { status: "incorrect", reason: "x" });
    const alone = exampleMeasurement("enet", small, { runtime: "native" });
    expect(plainSection(build(exampleFile([...results, wrong, alone])))).not.toMatch(/wrong|ENet/);
  });

  it("say which medians are noisy, and keep batches apart", () => {
    const noisy = measured("wasm", small, 40, { status: "noisy", reason: "x" });
    const batch = [measured("native", small, 30, { batch: 2 }), measured("wasm", small, 60, { batch: 2 })];
    const apart = build(exampleFile([measured("native", small, 10), noisy, ...batch]));
    expect(plainRows(findTable(apart, "runtimes-linknet-480x320-1"))[1]).toMatch(/\| 0\.25 \| ~40\.0 \|/);
    expect(findTable(apart, "runtimes-linknet-480x320-2").caption).toBe("LinkNet 480x320, batch 2");
    expect(plainRows(findTable(apart, "runtimes-linknet-480x320-2"))[1]).toMatch(/\| 0\.50 \| 60\.0 \|/);
  });
});

it("Machines are told apart by their letters", () => {
  const files = [10, 20].map((medianMs) => exampleFile([measured("native", small, medianMs)]));
  const rows = plainRows(findTable(build(...files), "runtimes-linknet-480x320-1"));
  expect(rows.map((row) => row.split(" | ").slice(0, 2))).toEqual([
    ["A", "1.0"],
    ["B", "0.50"],
  ]);
});

it("Where too many cells were measured in two ways, the rest is said to stand elsewhere", () => {
  const many = Array.from({ length: 20 }, (_, index) => ({ width: 32 + index, height: 32 }));
  const twice = many.flatMap((size) => ["native", "wasm"].map((runtime) => measured(runtime, size, 10)));
  expect(plainSection(build(exampleFile(twice)))).toContain("4 further cells measured in more than one way");
});

it("Says so where there is nothing to compare", () => {
  expect(plainSection(build(exampleFile([exampleResult("enet", small)])))).toContain("Nothing to compare");
});
