import { describe, expect, it } from "vitest";
import {
  exampleFile,
  exampleLatency,
  exampleMeasurement,
  exampleResult,
  exampleSuite,
  sizes,
} from "../exampleResults.test.fixture.js";
import { plainSection } from "../plainText.test.fixture.js";
import { arrangeRuns } from "../runs.js";
import { buildVerdict } from "./verdict.js";

const [small, medium] = sizes;
const verdict = (...files: Parameters<typeof arrangeRuns>[0]) => plainSection(buildVerdict(arrangeRuns(files)));
const at = (medianMs: number) => ({
  latency: { ...exampleLatency(medianMs, 12), medianMs },
  throughputFps: 1000 / medianMs,
});

describe("the verdict on one machine", () => {
  const linknet = exampleMeasurement("linknet", medium, at(100));
  const segnet = exampleMeasurement("segnet", medium, at(850));

  it("says what was measured and on what", () => {
    expect(verdict(exampleFile([linknet, segnet]))).toContain(
      "Example 9000 @ 2.20GHz (2 of 4 cores, Debian GNU/Linux 12, Node 20.20.2), 2026-11-22 10:05 UTC: " +
        "suite table2, 2 results, all with a latency.",
    );
  });

  it("gives the frame rate of each network and the ratio beside the paper's own", () => {
    const text = verdict(exampleFile([linknet, segnet]));
    expect(text).toContain("LinkNet 10.0 fps, 100 ms");
    expect(text).toContain(
      "LinkNet is 8.5 times as fast as SegNet at 640x360, measured. " +
        "Published: 4.6 times on the Titan X and 9.3 times on the TX1.",
    );
  });

  it("follows the numbers when LinkNet is the slower one", () => {
    expect(verdict(exampleFile([exampleMeasurement("linknet", medium, at(1000)), segnet]))).toContain(
      "LinkNet is 0.85 times as fast as SegNet",
    );
  });

  it("compares nothing with a network that has no latency", () => {
    const text = verdict(exampleFile([linknet, exampleResult("segnet", medium, { status: "timeout" })]));
    expect(text).not.toContain("as fast as");
    expect(text).toContain("2 results, 1 with a latency");
  });

  it("takes the size with the most measurements where 640x360 has none", () => {
    expect(verdict(exampleFile([exampleMeasurement("linknet", small, at(70))]))).toContain("Measured at 480x320");
  });

  it("compares only within one configuration, the one with the most networks", () => {
    const faster = exampleMeasurement("linknet", medium, { ...at(10), threads: 8 });
    const text = verdict(exampleFile([linknet, segnet, faster]));
    expect(text).toContain("2 threads");
    expect(text).toContain("8.5 times as fast");
  });

  it("says so when there is nothing", () => {
    expect(verdict()).toBe("No result file was given, so there is nothing to report.");
    expect(verdict(exampleFile([]))).toContain("no result.");
  });
});

it("puts several machines side by side and names each beside its ratio", () => {
  const text = verdict(exampleFile(exampleSuite()), exampleFile(exampleSuite({ threads: 8 }, 4)));
  expect(text).toMatch(/A: Example 9000 @ 2\.20GHz \| onnxruntime-node, cpu, 2 threads, fp32, batch 1 \| 0\.598/);
  expect(text).toMatch(/LinkNet is \d+ \(A\) and \d+ \(B\) times as fast as SegNet/);
});

it("shows the first eight of more networks and says so", () => {
  const results = Array.from({ length: 12 }, (_, index) =>
    exampleMeasurement("enet", medium, { network: `n${index}` }),
  );
  const text = verdict(exampleFile(results));
  expect(text).toContain("Shown are the first 8 of 15 networks");
  expect(text).toContain("n4 ");
  expect(text).not.toContain("n5 ");
});
