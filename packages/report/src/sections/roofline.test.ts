import type { ResultFile, Roof } from "@linknet-kit/results";
import { describe, expect, it } from "vitest";
import {
  exampleCount,
  exampleEnvironment,
  exampleFile,
  exampleLatency,
  exampleMeasurement,
  sizes,
} from "../exampleResults.test.fixture.js";
import { findChart, findTable, plainRows, plainSection } from "../plainText.test.fixture.js";
import { arrangeRuns } from "../runs.js";
import { buildRoofline } from "./roofline.js";

const [, size] = sizes;
const device = exampleEnvironment().cpu.model;
const roof: Roof = { runtime: "onnxruntime-node", device, threads: 2, gflops: 200, gigabytesPerSecond: 20 };
/** 20 GFLOPs in 200 ms are 100 GFLOP/s. */
const latency = { ...exampleLatency(200, 12), medianMs: 200 };
const measured = exampleMeasurement("linknet", size, { device, latency });
const counted = (trafficMB: number | undefined) => {
  const count = exampleCount("linknet", size, { gflops: { useful: 20, dense: 20, paper: 20 } });
  return [trafficMB === undefined ? count : { ...count, trafficMB }];
};
const build = (changes: Partial<ResultFile>, results = [measured]) =>
  buildRoofline(arrangeRuns([exampleFile(results, { roofs: [roof], counts: counted(1000), ...changes })]));

describe("The roofline by hand", () => {
  it("where arithmetic bounds: 20e9 FLOP over 1000 x 2^20 bytes are 19.1, past the ridge at 10, so half of 200 GFLOP/s", () => {
    expect(plainRows(findTable(build({}), "roofline-table"))).toEqual([
      "LinkNet | 640x360 | 20.000 | 1,000 | 19.1 | 200 | 100 | 50 % | arithmetic",
    ]);
  });

  it("where memory bounds: 4.77 FLOP a byte at 20 GB/s allow 95.4 GFLOP/s, and a cache lets 100 through", () => {
    expect(plainRows(findTable(build({ counts: counted(4000) }), "roofline-table"))).toEqual([
      "LinkNet | 640x360 | 20.000 | 4,000 | 4.77 | 95.4 | 100 | 105 % | memory",
    ]);
  });

  it("draws the roof through its ridge, flat from there on, and the marks under it", () => {
    const [panel] = findChart(build({})).panels;
    const [line, marks] = panel!.plot.series;
    const [start, ridge, end] = line!.points;
    expect(start!.y / start!.x).toBeCloseTo(20, 9);
    expect(ridge).toEqual({ x: 10, y: 200 });
    expect(end).toEqual({ x: panel!.plot.x.max, y: 200 });
    expect(marks!.points[0]!.x).toBeCloseTo(19.07, 2);
    expect(marks!.points[0]!.y).toBeCloseTo(100, 9);
    for (const { x, y } of [...line!.points, ...marks!.points]) {
      expect(x).toBeGreaterThanOrEqual(panel!.plot.x.min);
      expect(x).toBeLessThanOrEqual(panel!.plot.x.max);
      expect(y).toBeGreaterThanOrEqual(panel!.plot.y.min * (1 - 1e-9));
      expect(y).toBeLessThanOrEqual(panel!.plot.y.max);
    }
  });
});

describe("Where a runtime took fewer threads than asked", () => {
  const single = { ...roof, threads: 1 };
  const roofs = [single, { ...single, requestedThreads: 2, gflops: 125 }];
  const share = (requestedThreads?: number) =>
    plainRows(
      findTable(
        build({ roofs }, [
          { ...measured, threads: 1, ...(requestedThreads === undefined ? {} : { requestedThreads }) },
        ]),
        "roofline-table",
      ),
    )[0];

  it("a cell stands under the roof that was asked for as it was: 100 of 200 GFLOP/s, and of 125", () => {
    expect(share()).toContain("| 50 % |");
    expect(share(2)).toContain("| 80 % |");
  });

  it("and under that of as many threads where the file has no such roof", () => {
    expect(share(4)).toContain("| 50 % |");
  });
});

describe("Nothing is drawn", () => {
  it("of files without roofs", () => {
    const { roofs: _, ...without } = exampleFile([measured]);
    expect(buildRoofline(arrangeRuns([without]))).toBeUndefined();
  });

  it("of a runtime whose other roof is missing, which is named", () => {
    const { gigabytesPerSecond: _, ...half } = roof;
    const text = plainSection(build({ roofs: [{ ...half, reason: "copy: out of memory" }] }));
    expect(text).toContain("Nothing to draw");
    expect(text).toContain("Without both roofs: onnxruntime-node (copy: out of memory).");
  });

  it("under the roof of another number of threads, nor of a batch", () => {
    expect(plainSection(build({ roofs: [{ ...roof, threads: 1 }] }))).toContain("Nothing to draw");
    expect(plainSection(build({}, [{ ...measured, batch: 4 }]))).toContain("Nothing to draw");
  });

  it("of networks whose traffic nobody counted, which are named", () => {
    expect(plainSection(build({ counts: counted(undefined) }))).toContain(
      "Left out, as their files do not say what they move through memory: LinkNet.",
    );
  });
});

describe("Of a GPU", () => {
  const gpu = "a card";
  const onGpu = (changes: Partial<Roof>) =>
    plainSection(build({ roofs: [{ ...roof, device: gpu, ...changes }] }, [{ ...measured, device: gpu }]));

  it("roofs are drawn where their runs were long, with a word on what a network's time holds and its roof does not", () => {
    const text = onGpu({ matrixProductMs: 5, copyMs: 8 });
    expect(text).toContain("50 % of the roof");
    expect(text).toContain("On a GPU the time of a network holds the copies of its image and of its result");
    expect(plainSection(build({}))).not.toContain("On a GPU");
  });

  it.each([
    ["where one run was short", { matrixProductMs: 5, copyMs: 0.9 }],
    ["of files that do not say how long they were", {}],
  ])("they are not drawn %s, and it is said", (_, changes) => {
    const text = onGpu(changes);
    expect(text).toContain("Nothing to draw");
    expect(text).toContain(
      "Not drawn, as their runs were so short that starting them counts: onnxruntime-node on a card.",
    );
  });
});
