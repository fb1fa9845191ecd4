import { describe, expect, it } from "vitest";
import {
  exampleFile,
  exampleLatency,
  exampleMeasurement,
  exampleResult,
  sizes,
} from "../exampleResults.test.fixture.js";
import { findDots, findTable, plainRows, plainSection } from "../plainText.test.fixture.js";
import { arrangeRuns } from "../runs.js";
import { buildForwardPass } from "./forwardPass.js";

const [, medium, large] = sizes;
const build = (...files: Parameters<typeof arrangeRuns>[0]) => buildForwardPass(arrangeRuns(files));
const rows = (section: ReturnType<typeof build>) => plainRows(findTable(section, "table-2"));
const at = (medianMs: number) => ({
  latency: { ...exampleLatency(medianMs, 12), medianMs },
  throughputFps: 1000 / medianMs,
});

it("keeps published and measured times in columns of their own", () => {
  const section = build(exampleFile([exampleMeasurement("linknet", medium, at(146))]));
  expect(findTable(section, "table-2").columns.map(({ group }) => group)).toEqual([
    undefined,
    undefined,
    "Measured: onnxruntime-node",
    "Measured: onnxruntime-node",
    "Published: Titan X",
    "Published: Titan X",
    "Published: TX1",
    "Published: TX1",
  ]);
  expect(rows(section)).toContain("LinkNet | 640x360 | 146 | 6.85 | 15 | 65.8 | 134 | 7.8");
});

it("has measured sizes that the paper has not in rows of their own, among the paper's", () => {
  const tiny = exampleMeasurement("enet", { width: 64, height: 64 }, at(2));
  const huge = exampleMeasurement("enet", { width: 1024, height: 1024 }, at(90));
  const table = rows(build(exampleFile([huge, tiny])));
  expect(table[0]).toBe("ENet | 64x64 | 2.00 | 500 |  |  |  | ");
  expect(table.map((row) => row.split(" | ")[1])).toEqual([
    "64x64",
    "480x320",
    "640x360",
    "1280x720",
    "1024x1024",
    "1920x1080",
  ]);
});

it("shows the paper's dash, and nothing where the paper has no cell", () => {
  const table = rows(build(exampleFile([exampleMeasurement("segnet", medium, at(850))])));
  expect(table).toHaveLength(4);
  expect(table).toContain("SegNet | 1280x720 |  |  | 289 | 3.5 | – | –");
  expect(table).toContain("SegNet | 480x320 |  |  |  |  | 757 | 1.3");
});

it("is no section where nothing was tried", () => {
  expect(build(exampleFile([]))).toBeUndefined();
});

it("shows the status in place of a number that must not be shown", () => {
  const results = [
    exampleMeasurement("segnet", medium, { status: "incorrect" }),
    exampleResult("enet", medium, { status: "timeout" }),
    exampleMeasurement("linknet", medium, { status: "noisy", ...at(150) }),
  ];
  const table = rows(build(exampleFile(results)));
  expect(table).toContain("SegNet | 640x360 | incorrect |  | 69 | 14.6 | 1,251 | 0.8");
  expect(table).toContain("ENet | 640x360 | timeout |  | 7 | 135.4 | 69 | 14.6");
  expect(table).toContain("LinkNet | 640x360 | ~150 | ~6.67 | 15 | 65.8 | 134 | 7.8");
});

describe("networks that the paper does not have", () => {
  const mine = exampleMeasurement("linknet", large, { network: "mine", ...at(500) });

  it("have a table of their own, before the paper's", () => {
    const section = build(exampleFile([exampleMeasurement("linknet", medium, at(146)), mine]));
    expect(section?.blocks.flatMap((block) => (block.kind === "table" ? block.id : []))).toEqual([
      "measured",
      "table-2",
    ]);
    expect(plainRows(findTable(section, "measured"))).toEqual(["mine | 1280x720 | 500 | 2.00"]);
    expect(rows(section).filter((row) => row.startsWith("mine"))).toEqual([]);
  });

  it("stand alone where none of the paper's was tried, without anything published or predicted, counted or not", () => {
    const predicted = { title: "Some card", error: "wrong", times: [] };
    const runs = arrangeRuns([exampleFile([mine], { counts: [] })]);
    const section = buildForwardPass(runs, [predicted]);
    expect(section?.blocks.map(({ kind }) => kind)).toEqual(["table", "dots"]);
    expect(plainSection(section)).not.toMatch(/[Pp]ublished|[Pp]redicted|Titan|SegNet/);
    expect(findDots(section).rows.map(({ label }) => label)).toEqual(["mine 1280x720"]);
  });
});

describe("the drawing", () => {
  const section = build(exampleFile([exampleMeasurement("linknet", medium, at(146)), exampleResult("segnet", medium)]));

  it("has a row for what was measured alone, measured dots in colour and the paper's without, each with its numbers", () => {
    expect(findDots(section).rows.map(({ label }) => label)).toEqual(["LinkNet 640x360"]);
    const [{ dots } = { dots: [] }] = findDots(section).rows;
    expect(dots.map(({ x, mark, colour }) => [x, mark, colour])).toEqual([
      [15, "hollowCircle", undefined],
      [134, "hollowDiamond", undefined],
      [146, "filled", 0],
    ]);
    expect(dots[1]!.title).toBe("LinkNet 640x360, published for the TX1: 134 ms, 7.8 fps");
    expect(dots[2]!.title).toMatch(/^LinkNet 640x360, onnxruntime-node: 146 ms \(14\d–14\d\), 6\.85 fps$/);
  });

  it("has its limit of 30 frames a second on the axis", () => {
    const { axis, reference } = findDots(section);
    expect(reference?.value).toBeCloseTo(33.3, 1);
    expect(axis.min).toBeLessThan(33);
  });

  it("leaves out a median of 0, which a logarithm does not have", () => {
    const zero = exampleMeasurement("linknet", medium, at(0));
    expect(build(exampleFile([zero]))?.blocks.map(({ kind }) => kind)).not.toContain("dots");
  });

  it("draws eight configurations and twenty-four cells of more, and says so", () => {
    const wide = Array.from({ length: 30 }, (_, index) => ({ width: 640 + index, height: 360 }));
    const many = wide.map((size) => exampleMeasurement("enet", size, { network: "mine" }));
    const threads = Array.from({ length: 9 }, (_, index) =>
      exampleMeasurement("enet", wide[0]!, { network: "mine", threads: index + 3 }),
    );
    const dots = findDots(build(exampleFile([...many, ...threads])));
    expect(dots.rows).toHaveLength(24);
    expect(dots.legend).toHaveLength(8);
    expect(dots.caption).toContain("Under All results: 6 further cells and 2 further configurations.");
  });
});

it("says which card is meant only as far as the paper does, and what each timer holds", () => {
  const text = plainSection(build(exampleFile([exampleMeasurement("linknet", medium)])));
  expect(text).toContain('does not say whether its "Titan X" is the Maxwell or the Pascal card');
  expect(text).toContain("the upload of the image and the download of the result");
  expect(text).toContain("region host");
});

it("summarises the ratios to the published times by their geometric mean", () => {
  // 30 / 15 and 26.5 / 53 cancel out against the Titan X; 30 / 134 and 26.5 / 501 against the TX1.
  const results = [exampleMeasurement("linknet", medium, at(30)), exampleMeasurement("linknet", large, at(26.5))];
  expect(plainSection(build(exampleFile(results)))).toContain(
    "onnxruntime-node takes 1.0 times the Titan X's (2 cells) and 0.11 times the TX1's (2 cells).",
  );
});

it("has columns for those with half of the cells or more, no batches among them", () => {
  const all = sizes.map((size) => exampleMeasurement("linknet", size, { threads: 1 }));
  const half = sizes.slice(0, 2).map((size) => exampleMeasurement("linknet", size, { threads: 2 }));
  const few = [
    exampleMeasurement("linknet", medium, { threads: 3 }),
    exampleMeasurement("linknet", medium, { batch: 4 }),
  ];
  const { columns } = findTable(build(exampleFile([...all, ...half, ...few])), "table-2");
  expect([...new Set(columns.flatMap(({ group }) => (group?.startsWith("Measured") ? group : [])))]).toEqual([
    "Measured: onnxruntime-node, 1 thread, batch 1",
    "Measured: onnxruntime-node, 2 threads, batch 1",
  ]);
});

it("has no column for a runtime that is not there", () => {
  const results = [
    exampleMeasurement("linknet", medium),
    exampleResult("linknet", medium, { status: "unavailable", runtime: "absent/gpu", device: "unknown" }),
  ];
  const { columns } = findTable(build(exampleFile(results)), "table-2");
  expect(columns.map(({ group }) => group).filter((group) => group?.startsWith("Measured"))).toHaveLength(2);
});

it("predicted times stand apart from published and measured ones, labelled and with their error", () => {
  const predicted = {
    title: "Some card",
    error: "wrong by 7 % in the median",
    times: [{ network: "segnet", size: "640x360", ms: 125 }],
  };
  const section = buildForwardPass(arrangeRuns([exampleFile([exampleMeasurement("segnet", medium, at(850))])]), [
    predicted,
  ]);
  expect(plainSection(section)).toContain(
    "Predicted: Some card, from times of the other networks only; wrong by 7 % in the median.",
  );
  const table = findTable(section, "table-2");
  expect(table.columns.at(-1)).toEqual({ title: "Some card", group: "Predicted, ms", align: "number" });
  expect(plainRows(table)[1]).toBe("SegNet | 640x360 | 850 | 1.18 | 69 | 14.6 | 1,251 | 0.8 | 125");
});

it("names what it has no columns for", () => {
  const results = Array.from({ length: 7 }, (_, threads) =>
    exampleMeasurement("linknet", medium, { threads: threads + 1 }),
  );
  expect(plainSection(build(exampleFile(results)))).toMatch(
    /Without columns here, and under All results: [^.]*6 threads and [^.]*7 threads\./,
  );
});
