/** What reports say of accuracy: figures with their labels, joined with latencies of the very network. */
import { accuracyFileSchema } from "@linknet-kit/results";
import { fromHtml } from "hast-util-from-html";
import { selectAll } from "hast-util-select";
import { expect, test } from "vitest";
import { buildDocument } from "../buildDocument.js";
import { exampleFile, exampleMeasurement } from "../exampleResults.test.fixture.js";
import { renderHtml } from "../html/renderHtml.js";
import { renderMarkdown } from "../markdown/renderMarkdown.js";
import { findChart, findTable, plainRows, plainSection } from "../plainText.test.fixture.js";
import { PICTURE, exampleAccuracy, exampleResult } from "./exampleAccuracy.test.fixture.js";

const first = exampleResult({ road: 54, car: 30 });
const second = exampleResult({ road: 60, car: 20 }, { network: "mine", artifact: "mine.onnx" });
const sectionOf = (document: ReturnType<typeof buildDocument>, id: string) =>
  document.sections.find((section) => section.id === id);

test("The example is a file that holds", () => {
  expect(accuracyFileSchema.safeParse(exampleAccuracy([first, second])).error).toBeUndefined();
});

test("The four metrics stand by their names, and classes with bars", () => {
  const section = sectionOf(buildDocument([], [], { accuracy: [exampleAccuracy([first, second])] }), "accuracy");
  const metrics = findTable(section, "accuracy-1");
  expect(metrics.columns.slice(2, 6).map(({ title }) => title)).toEqual([
    "pixel accuracy",
    "mean class accuracy",
    "mean IoU",
    "iIoU",
  ]);
  // Road 54 / (60 + 10), car 30 / (40 + 6).
  expect(plainRows(metrics)).toEqual([
    `LinkNet | run | 84.00 | 82.50 | ${(50 * (54 / 70 + 30 / 46)).toFixed(2)} | n/a | n/a | n/a`,
    `mine | mine.onnx | 80.00 | 75.00 | ${(50 * (60 / 80 + 20 / 40)).toFixed(2)} | n/a | n/a | n/a`,
  ]);
  const classes = findTable(section, "classes-1");
  expect(plainRows(classes)).toEqual(["road | 60.00 | 77.14 | 75.00", "car | 40.00 | 65.22 | 50.00"]);
  expect(classes.rows[1]!.cells[3]).toMatchObject({ bar: { length: 0.5 } });
});

test("Published and measured rows stand apart with their labels, and no figure in a column of the other", () => {
  const accuracy = [exampleAccuracy([first]), exampleAccuracy([first], { labels: "cityscapes", split: "val" })];
  const section = sectionOf(buildDocument([], [], { accuracy }), "accuracy");
  const [camvid, cityscapes] = [findTable(section, "table-5-1"), findTable(section, "table-4-2")];
  expect(plainRows(camvid).slice(4, 6)).toEqual([
    "LinkNet | published | 68.3 | 55.8 |  |  |  |  | 88.8 | 85.3 | 92.8 | 77.6 | 41.7 | 96.8 | 57.0 | 57.8 | 37.8 | 88.4 | 27.2",
    "LinkNet | measured |  |  | 84.00 | 82.50 | 71.18 | n/a | n/a | n/a | n/a | 65.22 | n/a | 77.14 | n/a | n/a | n/a | n/a | n/a",
  ]);
  expect(plainRows(cityscapes)).toContain("SegNet* | published | 56.1 | 34.2 |  |  |  | ");
  expect(plainRows(cityscapes)).toContain("LinkNet | measured |  |  | 84.00 | 82.50 | 71.18 | n/a");
  const text = plainSection(section);
  for (const doubt of ["mean class accuracy under", "CamVid's labels tell no things apart", "53 to 60 %"])
    expect(text).toContain(doubt);
  expect(text).toContain("scenes (test) has 2 images, and the paper has 233 images there");
});

test("Generated scenes are called so, however many they are; rows of other means or widths are told apart", () => {
  const results = [first, { ...first, mean: [0.5, 0.25, 0.125] as [number, number, number] }, { ...first, width: 0.5 }];
  const accuracy = [exampleAccuracy(results, { images: 233, isGenerated: true })];
  const section = sectionOf(buildDocument([], [], { accuracy }), "accuracy");
  const metrics = findTable(section, "accuracy-1");
  expect(metrics.caption).toContain("scenes, test (233 generated scenes with labels of CamVid)");
  expect(plainRows(metrics).map((row) => row.split(" | ")[0])).toEqual([
    "LinkNet, no mean",
    "LinkNet, mean 0.50,0.25,0.13",
    "LinkNet x0.5, no mean",
  ]);
  expect(plainSection(section)).toContain("scenes (test) is 233 generated scenes, and the paper has 233 images there");
});

test("A latency is that of the same network at the same size with the same operations, and else none", () => {
  const size = { width: 640, height: 360 };
  const results = exampleFile([exampleMeasurement("linknet", size)]);
  const wide = exampleResult({ road: 60, car: 40 }, { cost: { ...first.cost!, macs: 1 }, artifact: "wide" });
  const accuracy = [
    exampleAccuracy([first, wide, exampleResult({ road: 0, car: 40 }, { dtype: "fp16", artifact: "half" })]),
  ];
  const section = sectionOf(buildDocument([results], [], { accuracy }), "trade-off");
  const rows = plainRows(findTable(section, "trade-off-1"));
  expect(rows.map((row) => row.split(" | ").at(-1) !== "")).toEqual([true, false, false]);
  const { panels } = findChart(section);
  expect(panels).toHaveLength(2);
  expect(panels[1]!.plot.series).toHaveLength(1);
  expect(panels[1]!.plot.series[0]!.points[0]!.y).toBeCloseTo(71.18, 2);
});

test("Curves and pictures are in the page, which loads nothing and runs no text of files", () => {
  const hostile = "</figure><script>alert(1)</script>\u202e";
  const triples = [
    { name: hostile, size: { width: 1, height: 1 }, image: PICTURE, truth: PICTURE, prediction: PICTURE },
  ];
  const trainings = [
    {
      name: hostile,
      network: "linknet",
      updates: [1, 2, 3].map((update) => ({ kind: "update" as const, update, epoch: 0, loss: 3 / update })),
      epochs: [{ kind: "epoch" as const, update: 3, epoch: 0, values: { meanIou: 0.25 } }],
    },
  ];
  const document = buildDocument([], [], {
    accuracy: [exampleAccuracy([{ ...first, artifact: hostile, triples }])],
    trainings,
  });
  expect(document.title).toBe("Accuracy report");
  expect(plainRows(findTable(sectionOf(document, "training"), "trainings"))[0]).toMatch(
    / \| 1 \| 3 \| 1\.00 \| 25\.00 \| 1$/,
  );
  const html = renderHtml(document);
  expect(html.split(PICTURE)).toHaveLength(4);
  expect(html).toContain("img-src data:");
  expect(selectAll("script", fromHtml(html))).toHaveLength(1);
  expect(html).not.toContain("\u202e");
  expect(html).not.toMatch(/(?:src|href)="(?!data:|#|https:\/\/arxiv)/);
  expect(renderMarkdown(document)).toContain("In report.html: Images, their truth");
});

const training = (name: string, losses: readonly number[], more: object = {}) => ({
  name,
  network: "linknet",
  updates: losses.map((loss, index) => ({ kind: "update" as const, update: index + 1, epoch: 0, loss })),
  epochs: [{ kind: "epoch" as const, update: losses.length, epoch: 0, values: { meanIou: 0.25 } }],
  ...more,
});

test("Each training is described by its own updates, and says of which data it is", () => {
  const trainings = [training("long", [3, 2, 1], { data: "streets" }), training("short", [4])];
  const section = sectionOf(buildDocument([], [], { trainings }), "training");
  expect(findChart(section).panels.map(({ description }) => description)).toEqual([
    "Loss of an update: long from 3.00 to 1.00 after 3 updates; short from 4.00 to 4.00 after 1 update.",
    "Mean IoU of validation, percent: long from 25.0 to 25.0 after 3 updates; short from 25.0 to 25.0 after 1 update.",
  ]);
  const table = findTable(section, "trainings");
  expect(table.columns.map(({ title }) => title).slice(0, 5)).toEqual([
    "Run",
    "Data",
    "epochs",
    "updates",
    "loss of the last update",
  ]);
  expect(plainRows(table)).toEqual([
    "long (LinkNet) | streets | 1 | 3 | 1.00 | 25.00 | 1",
    "short (LinkNet) |  | 1 | 1 | 4.00 | 25.00 | 1",
  ]);
});

test("A line that ends amid others has its name in the legend alone, and one large loss leaves room for the rest", () => {
  const lossOf = (name: string, losses: readonly number[], validationLoss: number) =>
    training(name, losses, {
      epochs: [{ kind: "epoch", update: losses.length, epoch: 0, values: { validationLoss } }],
    });
  const trainings = [lossOf("long", [3, 2.5, 2], 2), lossOf("short", [4], 50)];
  const chart = findChart(sectionOf(buildDocument([], [], { trainings }), "training"));
  expect(chart.legend?.map(({ label }) => label)).toEqual(["long (LinkNet)", "short (LinkNet)"]);
  const drawn = chart.panels.map(({ plot: { y, series } }) => [y.scale, ...series.map(({ label }) => label)]);
  expect(drawn).toEqual([
    ["linear", "long", undefined],
    ["log", "long", undefined],
  ]);
});

test("Every way of measuring has its panel and column, or is named as left out; noisy figures are marked", () => {
  const size = { width: 640, height: 360 };
  const measured = Array.from({ length: 10 }, (_, threads) => {
    const latency = { ...exampleMeasurement("linknet", size).latency!, medianMs: 10 + threads };
    return exampleMeasurement("linknet", size, {
      threads: threads + 1,
      latency,
      ...(threads === 1 && { status: "noisy" }),
    });
  });
  const section = sectionOf(
    buildDocument([exampleFile(measured)], [], { accuracy: [exampleAccuracy([first])] }),
    "trade-off",
  );
  expect(findChart(section).panels).toHaveLength(1 + 8);
  const [row] = plainRows(findTable(section, "trade-off-1"));
  expect(row!.split(" | ").slice(5)).toEqual(["10.0", "~11.0", "12.0", "13.0", "14.0", "15.0", "16.0", "17.0"]);
  expect(findChart(section).panels[2]!.description).toContain("LinkNet: ~11.0 ms, 71.18 % mean IoU");
  expect(plainSection(section)).toMatch(/Left out here, and under All results: [^.]*9 threads and [^.]*10 threads\./);
});

test("Marks of one network are told apart by what differs, on an axis around them", () => {
  const small = exampleResult({ road: 54, car: 20 }, { size: { width: 320, height: 180 } });
  const section = sectionOf(buildDocument([], [], { accuracy: [exampleAccuracy([first, small])] }), "trade-off");
  const { legend, panels } = findChart(section);
  expect(legend.map(({ label }) => label)).toEqual(["LinkNet"]);
  const [{ plot }] = panels as [(typeof panels)[0]];
  expect(plot.series.map(({ label }) => label)).toEqual(["640x360", "320x180"]);
  // 71.2 % and 54 / 80 of roads with 20 / 46 of cars.
  expect([plot.y.min, plot.y.max]).toEqual([50, 80]);
});

test("How outputs were brought to the truth's size is said in one way", () => {
  const results = [
    exampleResult({ road: 54, car: 30 }, { resizing: "logits bilinearly" }),
    exampleResult({ road: 1, car: 1 }, { output: "labels", resizing: "labels by nearest" }),
  ];
  const text = plainSection(sectionOf(buildDocument([], [], { accuracy: [exampleAccuracy(results)] }), "accuracy"));
  expect(text).toContain("logits brought to the truth's size bilinearly, on");
  expect(text).toContain("labels brought to the truth's size by the nearest pixel, on");
});

test("A bar of nothing is not drawn, and Markdown has figures with bars at the right", () => {
  const document = buildDocument([], [], { accuracy: [exampleAccuracy([exampleResult({ road: 60, car: 0 })])] });
  const widths = renderHtml(document).match(/<span class="length"/g);
  expect(widths).toHaveLength(1);
  expect(renderMarkdown(document)).toContain("| Class | share of pixels | IoU |\n| :- | -: | -: |");
});
