import { describe, expect, it } from "vitest";
import {
  exampleEnvironment,
  exampleFile,
  exampleMeasurement,
  exampleResult,
  sizes,
} from "./exampleResults.test.fixture.js";
import { buildDocument } from "./buildDocument.js";
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

  it("give every file a letter where there are several", () => {
    const file = exampleFile([exampleMeasurement("enet", small)]);
    expect(names(file, file)).toEqual(["A: onnxruntime-node", "B: onnxruntime-node"]);
    expect(arrangeRuns(Array.from({ length: 28 }, () => file)).at(-1)?.label).toBe("AB");
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

it("finds the measured result of a cell that was tried twice, whatever the case of its name", () => {
  const measured = exampleMeasurement("enet", small);
  const results = [exampleResult("ENet", small), measured, exampleResult("enet", small)];
  const [run] = arrangeRuns([exampleFile(results)]);
  const [configuration] = run?.configurations ?? [];
  if (!configuration) throw new Error("The example must have a configuration.");
  expect(findMeasured(configuration, "enet", "480x320")?.latency).toEqual(measured.latency);
  expect(findMeasured(configuration, "enet", "640x360")).toBeUndefined();
});
