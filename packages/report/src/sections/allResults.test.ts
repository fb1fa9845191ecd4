import { describe, expect, it } from "vitest";
import { exampleFile, exampleLatency, exampleMeasurement, sizes } from "../exampleResults.test.fixture.js";
import { findTable, plainRows, plainSection } from "../plainText.test.fixture.js";
import { arrangeRuns } from "../runs.js";
import { buildAllResults } from "./allResults.js";

const [, medium] = sizes;
const build = (...results: Parameters<typeof exampleFile>[0]) => buildAllResults(arrangeRuns([exampleFile(results)]));
const titles = (section: ReturnType<typeof build>, id: string) =>
  findTable(section, id).columns.map(({ title }) => title);
const latency = { ...exampleLatency(100, 12), medianMs: 100, ciLowMs: 98, ciHighMs: 103 };
const result = exampleMeasurement("linknet", medium, {
  latency,
  throughputFps: 10,
  load: { runtimeMs: 70, sessionMs: 130, artifactBytes: 1 },
  firstRunMs: 130,
  peakRssMB: 301.4,
});

describe("measurements", () => {
  it("hold the median with its interval, and the cold costs apart", () => {
    expect(plainRows(findTable(build(result), "measurements"))).toEqual([
      "LinkNet | 640x360 | valid | 100 | 98.0–103 | 10.0 | 195 | 12 | 130 | 200 | 301 | passed, 2.4e-6",
    ]);
  });

  it("have columns for percentiles only where a result has them", () => {
    expect(titles(build(result), "measurements")).not.toContain("p90, ms");
    const many = { ...result, latency: { ...latency, p90Ms: 120 } };
    expect(titles(build(result, many), "measurements")).toContain("p90, ms");
    expect(titles(build(result, many), "measurements")).not.toContain("p99, ms");
  });

  it("name the reference in the text, and by its number in each row where there are several", () => {
    expect(plainSection(build(result))).toContain("Reference: onnxruntime-node without optimisation");
    const check = { passed: true, reference: "the evaluator", relativeError: 1e-6, tolerance: 1e-4 };
    const section = build(result, { ...result, outputCheck: check });
    expect(titles(section, "measurements").at(-1)).toBe("ref.");
    expect(plainRows(findTable(section, "measurements"))[1]).toMatch(/passed, 1\.0e-6 \| 2$/);
    expect(plainSection(section)).toContain("2: the evaluator");
  });

  it("say of a network that unpools how many elements agree, not how far the few others are off, and explain it", () => {
    const check = { passed: true, reference: "x", relativeError: 0.019, tolerance: 1e-4, allowedShareAbove: 0.5 };
    const cells = [0.12653, 0.004379, 0.0007393, 0].map((shareAbove) => {
      const section = build({ ...result, network: "segnet", outputCheck: { ...check, shareAbove } });
      expect(plainSection(section)).toContain("SegNet pass on where the maxima of their pooling windows stood");
      return plainRows(findTable(section, "measurements"))[0]!.split(" | ").at(-1);
    });
    expect(cells).toEqual([
      "passed, 87 % within (50 % needed)",
      "passed, 99.5 % within (50 % needed)",
      "passed, 99.92 % within (50 % needed)",
      "passed, 1.9e-2",
    ]);
    expect(plainSection(build(result))).not.toContain("pooling windows");
  });

  it("in float16 are told with the tolerance that they are held to", () => {
    const check = { passed: true, reference: "x", relativeError: 3.3e-3, tolerance: 1e-2 };
    const half = { ...result, dtype: "fp16", outputCheck: check };
    expect(plainSection(build(result, half))).toContain("may be 1.0e-4 and 1.0e-2 in fp16, and that difference");
  });

  it("have their notes below the table", () => {
    const section = build({ ...result, status: "noisy", reason: "the interval is wide" });
    expect(titles(section, "measurements")).not.toContain("Note");
    expect(plainSection(section)).toContain("LinkNet 640x360, onnxruntime-node: the interval is wide");
  });

  it("say which providers ran the nodes only where there are several", () => {
    const cpu = { ...result, providers: { CPUExecutionProvider: 9 } };
    expect(titles(build(cpu), "measurements")).not.toContain("Nodes by provider");
    const both = { ...result, providers: { CPUExecutionProvider: 2, CUDAExecutionProvider: 7 } };
    expect(plainRows(findTable(build(both), "measurements"))[0]).toContain("2 CPUExecutionProvider and 7 CUDA");
  });

  it("are all there, and folded where there are more than a browser lays out at once", () => {
    const many = Array.from({ length: 501 }, (_, index) => ({ ...result, size: { width: 640, height: 360 + index } }));
    expect(findTable(build(...many.slice(1)), "measurements").folded).toBe(false);
    const table = findTable(build(...many), "measurements");
    expect([table.rows.length, table.folded]).toEqual([501, true]);
  });
});
