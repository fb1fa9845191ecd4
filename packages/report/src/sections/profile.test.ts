import type { Profile, ProfileRow, Result, Roof } from "@linknet-kit/results";
import { describe, expect, it } from "vitest";
import { exampleEnvironment, exampleFile, exampleMeasurement, sizes } from "../exampleResults.test.fixture.js";
import { findTable, plainRows, plainSection } from "../plainText.test.fixture.js";
import { arrangeRuns } from "../runs.js";
import { buildProfile } from "./profile.js";

const [, size] = sizes;
const device = exampleEnvironment().cpu.model;
const roof: Roof = { runtime: "onnxruntime-node", device, threads: 2, gflops: 100, gigabytesPerSecond: 10 };
const row = (medianMs: number, layers: readonly string[], rest: Partial<ProfileRow> = {}): ProfileRow => {
  return { kind: "layers", layers: [...layers], kernels: ["Conv"], medianMs, macs: 0, bytes: 0, ...rest };
};
/** 100 ms in all. */
const profile: Profile = {
  runs: 9,
  runMs: 101,
  overheadMs: 5,
  rows: [
    row(10, ["encoder1/conv/conv2d", "encoder1/conv/batchNorm", "encoder1/conv/relu"], {
      folded: ["encoder1/conv/batchNorm"],
      macs: 200e6,
      bytes: 2e6,
    }),
    row(30, ["encoder2/conv/conv2d"], { macs: 750e6, bytes: 20e6 }),
    { kind: "inserted", layers: [], kernels: ["ReorderOutput"], medianMs: 4, macs: 0 },
    row(50, ["decoder1/maxUnpool2d"], { kernels: ["Gather", "Gather"], bytes: 100e6 }),
    { kind: "unattributed", layers: [], kernels: ["Mystery"], medianMs: 1, macs: 0 },
  ],
  withoutKernel: [],
};
const measured = exampleMeasurement("linknet", size, { device });
const build = (results: readonly Result[]) => buildProfile(arrangeRuns([exampleFile(results, { roofs: [roof] })]));
const section = build([{ ...measured, profile }])!;

describe("Where the time goes", () => {
  it("is no section where nobody asked", () => {
    expect(build([measured])).toBeUndefined();
  });

  it("is by hand: 1.5e9 FLOP in 30 ms are 50 of 100 GFLOP/s, and 100e6 bytes in 50 ms are 2 of 10 GB/s", () => {
    expect(plainRows(findTable(section, "profile-1"))).toEqual([
      "decoder1: maxUnpool2d | 2 Gather | 50.0 | 50 % |  | 95.4 |  | 2.00 | 20 %",
      "encoder2/conv: conv2d | Conv | 30.0 | 30 % | 1,500 | 19.1 | 50.0 | 0.667 | 50 %",
      "encoder1/conv: conv2d, batchNorm (folded), relu | Conv | 10.0 | 10 % | 400 | 1.91 | 40.0 | 0.200 | 40 %",
      "inserted by the runtime | ReorderOutput | 4.00 | 4.0 % |  |  |  |  | ",
      "not attributed to any layer | Mystery | 1.00 | 1.0 % |  |  |  |  | ",
      "between kernels |  | 5.00 | 5.0 % |  |  |  |  | ",
    ]);
  });

  it("is said in a sentence: where half of it is, and what the parts of the network take", () => {
    expect(plainSection(section)).toContain(
      "half of the time is in 1 of 3 groups of layers, most in decoder1: maxUnpool2d; decoder 50 %, encoder 40 %, between kernels 5.0 %, inserted 4.0 %.",
    );
  });

  it("is called disturbed where the kernels' medians fall far short of a whole run", () => {
    expect(plainSection(section)).not.toContain("disturbed");
    const slow = build([{ ...measured, profile: { ...profile, runMs: 300 } }])!;
    expect(plainSection(slow)).toContain("disturbed: the kernels' medians make up 100 of a run's 300 ms");
  });

  it("is drawn with every bar below the one it is a part of, and no time left out", () => {
    const [panel] = section.blocks.flatMap((block) => (block.kind === "icicle" ? block.panels : []));
    const [top, blocks, kernels] = panel!.levels;
    expect(top!.map(({ label }) => label)).toEqual([
      "encoder1",
      "encoder2",
      "decoder1",
      "inserted",
      "not attributed",
      "between kernels",
    ]);
    expect(top!.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(kernels!.map(({ label }) => label)).toEqual(["conv2d, relu", "conv2d", "maxUnpool2d"]);
    expect(kernels!.map(({ start, share }) => [start, share])).toEqual(
      blocks!.map(({ start, share }) => [start, share]),
    );
    expect(top!.slice(0, 3).map(({ start }) => start)).toEqual(blocks!.map(({ start }) => start));
  });

  it("has what is left in one row, and all rows together the whole time", () => {
    const rows = Array.from({ length: 40 }, (_, index) => row(1, [`part${index}/relu`], { bytes: 4 }));
    const many = build([{ ...measured, profile: { ...profile, rows, overheadMs: 0 } }])!;
    const lines = plainRows(findTable(many, "profile-1")).map((line) => line.split(" | "));
    expect(lines).toHaveLength(17);
    expect(lines.at(-2)!.slice(0, 4)).toEqual(["25 further groups", "25 Conv", "25.0", "63 %"]);
  });

  it("says why a runtime has no profile", () => {
    const reason = "this runtime does not tell how long its kernels take";
    expect(plainSection(build([{ ...measured, profile: { reason } }]))).toContain(`onnxruntime-node, ${reason}.`);
  });
});
