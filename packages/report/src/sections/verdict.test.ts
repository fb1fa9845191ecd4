import { describe, expect, it } from "vitest";
import {
  exampleEnvironment,
  exampleFile,
  exampleLatency,
  exampleMeasurement,
  exampleResult,
  exampleSuite,
  sizes,
  onOtherMachine,
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

  it("says what came of the suite", () => {
    expect(verdict(exampleFile([linknet, segnet]))).toContain(
      "Suite table2, 2026-11-22 10:05 UTC: 2 latencies measured.",
    );
    const results = [
      linknet,
      exampleResult("segnet", medium, { status: "timeout" }),
      exampleResult("segnet", medium, { status: "unavailable", runtime: "absent/gpu" }),
    ];
    expect(verdict(exampleFile(results))).toContain(
      "1 latency measured, 1 run without one and 1 runtime not on this machine.",
    );
  });

  it("gives the frame rate of each network and the ratio beside the paper's own", () => {
    const text = verdict(exampleFile([linknet, segnet]));
    expect(text).toContain("LinkNet 640x360 10.0 fps, 100 ms");
    expect(text).toContain(
      "LinkNet is 8.5 times as fast as SegNet at 640x360; published: 4.6 on the Titan X and 9.3 on the TX1.",
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
  });

  it("takes a network's most measured size where 640x360 has none", () => {
    const twice = [
      exampleMeasurement("linknet", small, at(70)),
      exampleMeasurement("linknet", small, { ...at(60), threads: 1 }),
    ];
    const text = verdict(
      exampleFile([...twice, exampleMeasurement("linknet", { width: 96, height: 64 }, at(5)), segnet]),
    );
    expect(text).toContain("LinkNet 480x320 16.7 fps");
    expect(text).toContain("SegNet 640x360 1.18 fps");
  });

  it("compares only within one configuration that has both, and shows each network at its fastest", () => {
    const faster = exampleMeasurement("linknet", medium, { ...at(10), threads: 8 });
    const text = verdict(exampleFile([linknet, segnet, faster]));
    expect(text).toContain("LinkNet 640x360 100 fps, 10.0 ms");
    expect(text).toContain("8.5 times as fast");
  });

  it("says so when there is nothing", () => {
    expect(verdict()).toBe("No result file was given, so there is nothing to report.");
    expect(verdict(exampleFile([]))).toContain("no result.");
  });
});

describe("a recommendation", () => {
  const wasm = { runtime: "tfjs/wasm" };
  const cpu = { runtime: "onnxruntime-node/cpu" };
  const near = (medianMs: number) => ({
    throughputFps: 1000 / medianMs,
    latency: { ...at(medianMs).latency, ciLowMs: 0.9 * medianMs, ciHighMs: 1.1 * medianMs },
  });
  const first = (...results: Parameters<typeof exampleFile>[0]) => verdict(exampleFile(results)).split("\n")[0];

  it("names the fastest runtime of each network, and up to which size it keeps up with a video", () => {
    expect(
      first(
        exampleMeasurement("enet", small, { ...cpu, ...near(20) }),
        exampleMeasurement("enet", small, { ...wasm, ...near(80) }),
        exampleMeasurement("enet", medium, { ...cpu, ...near(33) }),
        exampleMeasurement("linknet", small, { ...cpu, ...near(70) }),
        exampleMeasurement("linknet", small, { ...wasm, ...near(50) }),
      ),
    ).toBe(
      "Fastest for ENet: ORT CPU; for LinkNet: tfjs wasm. 30 frames a second are reached by ENet up to 640x360, by LinkNet at no size measured.",
    );
  });

  it("names both where intervals do not tell them apart, and counts where one wins here and one there", () => {
    const level = [
      exampleMeasurement("enet", small, { ...cpu, ...near(50) }),
      exampleMeasurement("enet", small, { ...wasm, ...near(55) }),
    ];
    expect(first(...level)).toContain("Fastest for ENet: ORT CPU and tfjs wasm.");
    const turned = [
      exampleMeasurement("enet", medium, { ...cpu, ...near(500) }),
      exampleMeasurement("enet", medium, { ...wasm, ...near(100) }),
    ];
    const apart = [
      exampleMeasurement("enet", small, { ...cpu, ...near(50) }),
      exampleMeasurement("enet", small, { ...wasm, ...near(90) }),
    ];
    expect(first(...apart, ...turned)).toContain("Fastest for ENet: ORT CPU at 1 size and tfjs wasm at 1 size.");
  });

  it("never recommends software in a GPU's place beside hardware, and knows networks of one's own", () => {
    const software = { runtime: "chromium/tfjs-webgl", device: "SwiftShader (software, no GPU)" };
    const text = first(
      exampleMeasurement("enet", small, { network: "my-unet", ...cpu, ...near(50) }),
      exampleMeasurement("enet", small, { network: "my-unet", ...software, ...near(5) }),
    );
    expect(text).toBe("30 frames a second are reached by no network at any size measured.");
  });
});

describe("a run that cannot be trusted", () => {
  const results = ["segnet", "linknet"].map((network, index) =>
    exampleMeasurement(network as "segnet", medium, { ...at(index === 0 ? 850 : 100), status: "noisy", reason: "x" }),
  );
  const bold = (...files: Parameters<typeof arrangeRuns>[0]) =>
    buildVerdict(arrangeRuns(files)).blocks.flatMap((block) =>
      block.kind === "lead" || block.kind === "list" ? JSON.stringify(block) : [],
    );

  it("warns in the claim itself, in which nothing else is bold", () => {
    const busy = exampleEnvironment({ loadAverage: [4, 4, 4] });
    const file = exampleFile(results, { environment: busy });
    const [lead = "", ...others] = bold(file);
    expect(verdict(file)).toMatch(
      /^Not settled, as the machine was busy before the start and 2 of 2 latencies are noisy\. As far as such a run tells: /,
    );
    expect(lead.match(/"strong"/g)).toHaveLength(1);
    expect(others.join("")).not.toContain('"strong"');
    expect(verdict(file)).toContain("LinkNet is 8.5 (noisy) times as fast as SegNet");
  });

  it("is one on a busy machine, and one with many noisy latencies, not one with few", () => {
    const quiet = ["segnet", "enet", "linknet"].map((network) => exampleMeasurement(network as "enet", medium));
    expect(verdict(exampleFile([...quiet, results[1]!]))).not.toContain("Not settled");
    expect(verdict(exampleFile([quiet[0]!, results[1]!]))).toContain("Not settled, as 1 of 2 latencies is noisy");
  });

  it("names the machines in a line where there are several, without the reasons of each", () => {
    const busy = exampleEnvironment({ loadAverage: [4, 4, 4] });
    const machines = (amount: number) =>
      Array.from({ length: amount }, (_, kind) => onOtherMachine(exampleFile(results, { environment: busy }), kind));
    expect(verdict(...machines(6))).toMatch(
      /^Not settled, as A, B, C and 3 more ran on a busy machine or have many noisy latencies\. As far/,
    );
    expect(verdict(exampleFile([]), ...machines(1).map((file) => onOtherMachine(file, 9)))).toMatch(
      /^Not settled, as B ran on a busy machine or has many noisy latencies\. As far/,
    );
  });
});

it("puts several machines side by side and names each beside its ratio", () => {
  const text = verdict(exampleFile(exampleSuite()), onOtherMachine(exampleFile(exampleSuite({ threads: 8 }, 4))));
  expect(text).toMatch(/A: Example 9000 @ 2\.20GHz \| 0\.598 \(onnxruntime-node, 2 threads\) \|/);
  expect(text).toMatch(/LinkNet is \d+ \(A\) and \d+ \(B\) times as fast as SegNet/);
});

it("shows the first eight of more networks and says so", () => {
  const results = Array.from({ length: 12 }, (_, index) =>
    exampleMeasurement("enet", medium, { network: `n${index}` }),
  );
  const text = verdict(exampleFile(results, { counts: [] }));
  expect(text).toContain("Shown are the first 8 of 12 networks");
  expect(text).toContain("n7 640x360");
  expect(text).not.toContain("n8 640x360");
});
