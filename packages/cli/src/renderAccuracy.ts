/** Accuracy as tables for the terminal: what was measured, and apart from it what the paper printed. */
import { LABEL_SETS, countImages, describeImages } from "@linknet-kit/metrics";
import {
  areOfPaper,
  publishedCamvid,
  publishedCityscapes,
  publishedDoubts,
  publishedImagesOf,
} from "@linknet-kit/models/published";
import type { AccuracyFile, AccuracyResult, LabelScore } from "@linknet-kit/results";
import { type Line, paint } from "./line.js";
import { type TextColumn, renderTable } from "./table.js";

/** Columns of as many results stand beside each other in 80. */
const MOST_COLUMNS = 6;

export function renderAccuracy(file: AccuracyFile): readonly Line[] {
  const { dataSet, results } = file;
  const { name, split, images } = dataSet;
  const described = describeImages(images, { ...dataSet, labels: LABEL_SETS[dataSet.labels] });
  const heading = `${name}, ${split}: ${described}; measured here, in percent`;
  return [
    paint("bold", heading),
    ...renderTable(measuredColumns(results), results),
    ...results.map((result, index) => explainSize(result, results.length > 1 ? `${index + 1}: ` : "")),
    "",
    ...(results.length > MOST_COLUMNS ? [] : classTable(results)),
    ...renderPublished(file),
  ];
}

function measuredColumns(results: readonly AccuracyResult[]): readonly TextColumn<AccuracyResult>[] {
  return [
    ...(results.length > 1
      ? [{ title: "", text: (result: AccuracyResult) => String(results.indexOf(result) + 1) }]
      : []),
    { title: "artifact", text: ({ artifact }) => artifact, isName: true },
    { title: "runtime", text: ({ runtime }) => runtime, isName: true },
    { title: "pixel acc.", text: ({ scores }) => percent(scores.pixelAccuracy), align: "right" },
    { title: "class acc.", text: ({ scores }) => percent(scores.meanClassAccuracy), align: "right" },
    { title: "mean IoU", text: ({ scores }) => percent(scores.meanIou), align: "right" },
    { title: "iIoU", text: ({ scores }) => percent(scores.meanInstanceIou), align: "right" },
  ];
}

const RESIZED = {
  none: "as large as the truth",
  "logits bilinearly": "numbers of classes brought to the truth's size bilinearly, then the largest taken",
  "labels by nearest": "labels brought to the truth's size by the nearest",
} as const;

function explainSize(result: AccuracyResult, number: string): Line {
  const { network, width = 1, size, dtype, output, resizing, imagesPerSecond } = result;
  const speed = `${imagesPerSecond.toPrecision(3)} images a second in all`;
  const what = `${network}${width === 1 ? "" : ` x${width}`} ${size.width}x${size.height}, ${dtype}, ${output}`;
  return `${number}${what}, ${RESIZED[resizing]}; ${speed}`;
}

/** All scores of one result, or IoU of several beside each other. */
function classTable(results: readonly AccuracyResult[]): readonly Line[] {
  const [first] = results;
  if (first === undefined) return [];
  const rows = [...first.scores.classes, ...first.scores.categories.map((each) => ({ ...each, isCategory: true }))];
  type Row = LabelScore & { readonly isCategory?: boolean };
  const name: TextColumn<Row> = {
    title: "IoU of",
    text: (row) => (row.isCategory ? `(${row.name})` : row.name),
    isName: true,
  };
  const scoreOf = (result: AccuracyResult, row: Row): LabelScore | undefined =>
    (row.isCategory ? result.scores.categories : result.scores.classes).find((each) => each.name === row.name);
  const number = (title: string, text: (row: Row) => string): TextColumn<Row> => ({ title, text, align: "right" });
  const columns =
    results.length > 1
      ? results.map((result, index) => number(String(index + 1), (row) => percent(scoreOf(result, row)?.iou)))
      : [
          number("IoU", ({ iou }) => percent(iou)),
          number("iIoU", ({ instanceIou }) => percent(instanceIou)),
          number("accuracy", ({ accuracy }) => percent(accuracy)),
          number("of all pixels", ({ pixels }) => percent(pixels / first.scores.pixels)),
        ];
  const category = first.scores.categories.length === 0 ? [] : ["(categories in brackets)"];
  return [...renderTable<Row>([name, ...columns], rows), ...category, ""];
}

/** The paper's rows, never among those that were measured. */
function renderPublished({ dataSet }: AccuracyFile): readonly Line[] {
  const { labels, split, images, name } = dataSet;
  const table = labels === "camvid" ? "Table V, CamVid test" : "Table IV, Cityscapes val, * test";
  const rows: readonly { title: string; iou: number; iiou?: number; split?: string }[] =
    labels === "camvid" ? publishedCamvid : publishedCityscapes;
  const own = publishedImagesOf(dataSet) ?? "none";
  const has = `${dataSet.isGenerated === true ? "is" : "has"} ${countImages(images, dataSet)}`;
  return [
    paint("bold", `published in the LinkNet paper, not measured here: ${table}, in percent`),
    ...renderTable(
      [
        { title: "network", text: ({ title, split: of }) => `${title}${of === "test" ? "*" : ""}` },
        { title: '"IoU"', text: ({ iou }) => iou.toFixed(1), align: "right" },
        { title: '"iIoU"', text: ({ iiou }) => iiou?.toFixed(1) ?? "-", align: "right" },
      ],
      rows,
    ),
    "What these columns are is doubtful:",
    ...publishedDoubts[labels].map((doubt) => `- ${doubt}`),
    ...(areOfPaper(dataSet) ? [] : [`- ${name} ${has}, the paper's ${split} ${own}: other images, other figures.`]),
  ];
}

/** Two decimals, so that artifacts of one network can be told apart; `n/a` where there is no such score, which is not 0. */
export function percent(share: number | undefined): string {
  return share === undefined ? "n/a" : (100 * share).toFixed(2);
}
