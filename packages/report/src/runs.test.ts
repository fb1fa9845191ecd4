import type { ResultFile } from "@linknet-kit/results";
import { describe, expect, it } from "vitest";
import { buildDocument } from "./buildDocument.js";
import {
  exampleCount,
  exampleEnvironment,
  exampleFile,
  exampleMeasurement,
  exampleResult,
  onOtherMachine,
  sizes,
} from "./exampleResults.test.fixture.js";
import { plainSection } from "./plainText.test.fixture.js";
import { arrangeRuns, describeCommonTraits, findMeasured, framesPerSecond, isMeasured } from "./runs.js";

const [small, medium] = sizes;
const names = (...files: Parameters<typeof arrangeRuns>[0]) =>
  arrangeRuns(files).flatMap(({ configurations }) => configurations.map(({ name }) => name));

describe("what counts as measured", () => {
  it.each(["throttled", "fallback", "incorrect", "unavailable", "failed", "timeout"] as const)(
    "is no result that is %s, even with a latency",
    (status) => {
      expect(isMeasured(exampleMeasurement("enet", small, { status }))).toBe(false);
    },
  );

  it("is a valid or noisy result with a latency", () => {
    expect(isMeasured(exampleMeasurement("enet", small))).toBe(true);
    expect(isMeasured(exampleMeasurement("enet", small, { status: "noisy" }))).toBe(true);
    expect(isMeasured(exampleResult("enet", small, { status: "valid" }))).toBe(false);
  });

  it("has a frame rate for every image of a batch", () => {
    const { throughputFps: _, ...result } = exampleMeasurement("enet", small, { batch: 4 });
    if (!isMeasured(result)) throw new Error("The example must be measured.");
    const latency = { ...result.latency, medianMs: 50 };
    expect(framesPerSecond({ ...result, latency })).toBe(80);
    expect(framesPerSecond({ ...result, latency, throughputFps: 79 })).toBe(79);
  });
});

describe("labels", () => {
  it("name a single configuration by its runtime", () => {
    expect(names(exampleFile([exampleMeasurement("enet", small), exampleMeasurement("enet", medium)]))).toEqual([
      "onnxruntime-node",
    ]);
  });

  it("name only what differs between configurations", () => {
    const results = [1, 2].flatMap((threads) => exampleMeasurement("enet", small, { threads }));
    const runs = arrangeRuns([exampleFile(results)]);
    expect(runs[0]?.configurations.map(({ name }) => name)).toEqual([
      "onnxruntime-node, 1 thread",
      "onnxruntime-node, 2 threads",
    ]);
    expect(describeCommonTraits(runs)).toBe("onnxruntime-node, cpu, fp32 and batch 1");
  });

  it("say when other threads ran than were asked for", () => {
    const results = [exampleMeasurement("enet", small, { requestedThreads: 8 }), exampleMeasurement("enet", small)];
    expect(names(exampleFile(results))).toEqual(["onnxruntime-node, 2 of 8 threads", "onnxruntime-node, 2 threads"]);
  });

  it("give every machine a letter where there are several", () => {
    const file = exampleFile([exampleMeasurement("enet", small)]);
    expect(names(file, onOtherMachine(file))).toEqual(["A: onnxruntime-node", "B: onnxruntime-node"]);
    const many = Array.from({ length: 28 }, (_, kind) => onOtherMachine(file, kind));
    expect(arrangeRuns(many).at(-1)?.label).toBe("AB");
  });

  it("give the runs of one machine their dates, as exact as tells them apart", () => {
    const on = (createdAt: string) => exampleFile([exampleMeasurement("enet", small)], { createdAt });
    const labels = (...files: Parameters<typeof arrangeRuns>[0]) => arrangeRuns(files).map(({ label }) => label);
    const [first, second] = [on("2026-11-22T10:05:00.000Z"), on("2026-11-23T10:05:00.000Z")];
    expect(labels(first, second)).toEqual(["2026-11-22", "2026-11-23"]);
    expect(labels(first, second, onOtherMachine(first))).toEqual(["A 2026-11-22", "A 2026-11-23", "B"]);
    expect(labels(first, on("2026-11-22T11:05:00.000Z"), second, second)).toEqual([
      "2026-11-22 10:05 UTC",
      "2026-11-22 11:05 UTC",
      "2026-11-23 10:05 UTC (1)",
      "2026-11-23 10:05 UTC (2)",
    ]);
  });

  it("name the browser where a page measured, which is not told the processor, and the GPU in what browsers call an adapter", () => {
    const browser = { name: "Chromium 150.0.7871.100", userAgent: "x", crossOriginIsolated: true };
    const cpu = { model: "not told by browsers", logicalCores: 8, allowedCores: 8 };
    const gpus = [{ model: "ANGLE (NVIDIA, NVIDIA GeForce GTX 970 Direct3D11 vs_5_0 ps_5_0, D3D11)" }];
    const file = exampleFile([], { environment: exampleEnvironment({ browser, cpu, gpus, node: "" }) });
    expect(arrangeRuns([file])[0]?.machine).toBe("Chromium 150.0.7871.100 + NVIDIA GeForce GTX 970");
    expect(buildDocument([file]).subtitle).not.toMatch(/Node|not told/);
  });

  it("name the machine without trademarks, and its first GPU", () => {
    const environment = exampleEnvironment({ gpus: [{ model: "GPU 1" }, { model: "GPU 2" }] });
    expect(arrangeRuns([exampleFile([], { environment })])[0]?.machine).toBe("Example 9000 @ 2.20GHz + GPU 1");
  });
});

describe("files of one machine", () => {
  const network = (name: "enet" | "linknet", changes: Partial<ResultFile> = {}) =>
    exampleFile([exampleMeasurement(name, small)], changes);
  const networks = (...files: Parameters<typeof arrangeRuns>[0]) =>
    arrangeRuns(files).map(({ file }) => file.results.map((result) => result.network));

  it("are one where they measured different cells, without a label", () => {
    const later = network("linknet", { createdAt: "2026-11-24T10:05:00.000Z" });
    expect(networks(network("enet"), later)).toEqual([["enet", "linknet"]]);
    expect(names(network("enet"), later)).toEqual(["onnxruntime-node"]);
    expect(plainSection(buildDocument([network("enet"), later]).sections[0])).toContain(
      "Suite table2, 2026-11-22 to 2026-11-24, 2 files: 2 latencies measured.",
    );
  });

  it("are as many runs as a cell was measured times, each with what is nearest in time", () => {
    const later = { createdAt: "2026-11-24T10:05:00.000Z" };
    expect(networks(network("enet"), network("enet", later), network("linknet", later), network("linknet"))).toEqual([
      ["enet", "linknet"],
      ["enet", "linknet"],
    ]);
  });

  it("stay apart where a runtime has another version, or a network another cost", () => {
    const other = exampleEnvironment({ runtimes: { "onnxruntime-node": "1.31.0" } });
    expect(networks(network("enet"), network("linknet", { environment: other }))).toHaveLength(2);
    const counts = [exampleCount("enet", small, { macs: 1 })];
    expect(networks(network("enet"), network("linknet", { counts }))).toHaveLength(2);
  });

  it("say once of a runtime that it is not there, and that the machine was busy where it was for one of them", () => {
    const absent = exampleResult("enet", small, { runtime: "absent/gpu", status: "unavailable", reason: "No GPU." });
    const busy = exampleEnvironment({ loadAverage: [9, 9, 9] });
    const files = [
      exampleFile([exampleMeasurement("enet", small), absent]),
      exampleFile([exampleMeasurement("linknet", small), { ...absent, network: "linknet" }], { environment: busy }),
    ];
    const [run, ...others] = arrangeRuns(files);
    expect(others).toEqual([]);
    expect(run?.file.results.filter(({ status }) => status === "unavailable")).toHaveLength(1);
    expect(run?.file.suite.cells).toBe(run?.file.results.length);
    expect(run?.file.environment.loadAverage).toEqual([9, 9, 9]);
  });
});

it("finds the measured result of a cell that was tried twice, whatever the case of its name", () => {
  const measured = exampleMeasurement("enet", small);
  const results = [exampleResult("ENet", small), measured, exampleResult("enet", small)];
  const [run] = arrangeRuns([exampleFile(results)]);
  const [configuration] = run?.configurations ?? [];
  if (!configuration) throw new Error("The example must have a configuration.");
  expect(findMeasured(configuration, "enet", "480x320")?.latency).toEqual(measured.latency);
  expect(findMeasured(configuration, "enet", "640x360")).toBeUndefined();
});
