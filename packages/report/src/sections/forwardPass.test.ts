import { expect, it } from "vitest";
import {
  exampleFile,
  exampleLatency,
  exampleMeasurement,
  exampleResult,
  sizes,
} from "../exampleResults.test.fixture.js";
import { findTable, plainRows, plainSection } from "../plainText.test.fixture.js";
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
    "Published: Titan X",
    "Published: Titan X",
    "Published: TX1",
    "Published: TX1",
    "Measured: onnxruntime-node",
    "Measured: onnxruntime-node",
  ]);
  expect(rows(section)).toContain("LinkNet | 640x360 | 15 | 65.8 | 134 | 7.8 | 146 | 6.85");
});

it("shows the paper's dash, and nothing where the paper has no cell", () => {
  const table = rows(build(exampleFile([])));
  expect(table).toHaveLength(12);
  expect(table).toContain("SegNet | 1280x720 | 289 | 3.5 | – | –");
  expect(table).toContain("SegNet | 480x320 |  |  | 757 | 1.3");
});

it("shows the status in place of a number that must not be shown", () => {
  const results = [
    exampleMeasurement("segnet", medium, { status: "incorrect" }),
    exampleResult("enet", medium, { status: "unavailable" }),
    exampleMeasurement("linknet", medium, { status: "noisy", ...at(150) }),
  ];
  const table = rows(build(exampleFile(results)));
  expect(table).toContain("SegNet | 640x360 | 69 | 14.6 | 1,251 | 0.8 | incorrect | ");
  expect(table).toContain("ENet | 640x360 | 7 | 135.4 | 69 | 14.6 | unavailable | ");
  expect(table).toContain("LinkNet | 640x360 | 15 | 65.8 | 134 | 7.8 | ~150 | ~6.67");
});

it("adds rows for a network that the paper does not have, at the sizes where it was tried", () => {
  const table = rows(build(exampleFile([exampleMeasurement("linknet", large, { network: "mine", ...at(500) })])));
  expect(table.filter((row) => row.startsWith("mine"))).toEqual(["mine | 1280x720 |  |  |  |  | 500 | 2.00"]);
});

it("says which card is meant only as far as the paper does, and what each timer holds", () => {
  const text = plainSection(build(exampleFile([])));
  expect(text).toContain('does not say whether its "Titan X" is the Maxwell or the Pascal card');
  expect(text).toContain("the upload of the image and the download of the result");
  expect(text).toContain("region host");
});

it("summarises the ratios to the published times by their geometric mean", () => {
  // 30 / 15 and 26.5 / 53 cancel out against the Titan X; 30 / 134 and 26.5 / 501 against the TX1.
  const results = [exampleMeasurement("linknet", medium, at(30)), exampleMeasurement("linknet", large, at(26.5))];
  expect(plainSection(build(exampleFile(results)))).toContain(
    "onnxruntime-node: 1.0 times the Titan X's (2 cells) and 0.11 times the TX1's (2 cells).",
  );
});

it("keeps batches and the ninth configuration out of the table, and says so", () => {
  const threads = Array.from({ length: 9 }, (_, index) => exampleMeasurement("enet", medium, { threads: index + 1 }));
  const text = plainSection(build(exampleFile([...threads, exampleMeasurement("enet", medium, { batch: 4 })])));
  expect(text).toContain(
    "Not in this table, but under All results: 1 further configuration beyond the first 8; 1 configuration with more than one image a batch.",
  );
});

it("has no column for what was measured at other sizes alone, and says so", () => {
  const small = exampleMeasurement("linknet", { width: 160, height: 96 }, { threads: 1 });
  const section = build(exampleFile([small, exampleMeasurement("linknet", medium, { threads: 2 })]));
  const groups = findTable(section, "table-2").columns.map(({ group }) => group);
  expect(groups.filter((group) => group?.startsWith("Measured"))).toEqual([
    "Measured: 2 threads",
    "Measured: 2 threads",
  ]);
  expect(plainSection(section)).toContain("under All results: 1 configuration at no size of the paper.");
});

it("has no column for a runtime that is not there", () => {
  const results = [
    exampleMeasurement("linknet", medium),
    exampleResult("linknet", medium, { status: "unavailable", runtime: "absent/gpu", device: "unknown" }),
  ];
  const { columns } = findTable(build(exampleFile(results)), "table-2");
  expect(columns.map(({ group }) => group).filter((group) => group?.startsWith("Measured"))).toHaveLength(2);
});

it("predicted times stand between published and measured ones, labelled and with their error", () => {
  const predicted = {
    title: "Some card",
    error: "wrong by 7 % in the median",
    times: [{ network: "segnet", size: "640x360", ms: 125 }],
  };
  const { blocks } = buildForwardPass([], [predicted]);
  const text = JSON.stringify(blocks);
  expect(text).toContain("Predicted: Some card");
  expect(text).toContain("wrong by 7 % in the median");
  const table = blocks.find((block) => block.kind === "table");
  expect(table?.columns.map(({ group }) => group)).toEqual([
    undefined,
    undefined,
    ...["Published: Titan X", "Published: TX1", "Predicted: Some card"].flatMap((group) => [group, group]),
  ]);
  const row = table?.rows.find(({ cells }) => cells[0] === "SegNet" && cells[1] === "640x360");
  expect(row?.cells.slice(-2)).toEqual(["125", "8.00"]);
});
