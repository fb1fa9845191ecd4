/** The paper's Tables IV and V beside what was measured, each with its label: https://arxiv.org/abs/1707.03718 */
import { LABEL_SETS, countImages } from "@linknet-kit/metrics";
import {
  PAPER_URL,
  areOfPaper,
  publishedCamvid,
  publishedCamvidClasses,
  publishedCityscapes,
  publishedDoubts,
  publishedImagesOf,
} from "@linknet-kit/models/published";
import { type Block, type Column, type ReportRow, type Table, paragraph } from "../document.js";
import { formatPercent, formatPublished } from "../format.js";
import type { EvaluatedData } from "./evaluated.js";

export function publishedBlocks(data: EvaluatedData, number: number): readonly Block[] {
  const { labels } = data.dataSet;
  const table = labels === "camvid" ? tableV(data) : tableIV(data);
  return [
    { ...table, id: `${table.id}-${number}` },
    paragraph([
      "Published rows are as the ",
      { link: "LinkNet paper", url: PAPER_URL },
      " prints them, measured ones by the definitions of Cityscapes, by class as IoU. What the published columns are is doubtful:",
    ]),
    { kind: "list", items: [...publishedDoubts[labels], ...otherImages(data)] },
  ];
}

function otherImages({ dataSet }: EvaluatedData): readonly string[] {
  if (areOfPaper(dataSet)) return [];
  const { name, split, images, labels } = dataSet;
  const own = publishedImagesOf(dataSet);
  const papers =
    own === undefined ? `is not of ${LABEL_SETS[labels].name}'s ${split} images` : `has ${own} images there`;
  const has = `${dataSet.isGenerated === true ? "is" : "has"} ${countImages(images, dataSet)}`;
  return [
    `${name} (${split}) ${has}, and the paper ${papers}: these measured rows are of other images, and no match for it.`,
  ];
}

const number = (title: string, group: string): Column => ({ title, group, align: "number" });
const PUBLISHED = "Published, as headed";
const MEASURED = "Measured";
const measuredColumns = [
  number("pixel accuracy", MEASURED),
  number("mean class accuracy", MEASURED),
  number("mean IoU", MEASURED),
  number("iIoU", MEASURED),
];
const source = { title: "Row", align: "text" } as const;
const name = { title: "Network", align: "text" } as const;

function tableIV({ evaluated }: EvaluatedData): Table {
  const published = publishedCityscapes.map(({ title, split, iou, iiou }): ReportRow => {
    const figures = [formatPublished(iou), iiou === undefined ? "–" : formatPublished(iiou)];
    return { cells: [`${title}${split === "test" ? "*" : ""}`, "published", ...figures, "", "", "", ""] };
  });
  return {
    kind: "table",
    id: "table-4",
    caption: "Table IV: Cityscapes val (* test), published and measured rows, percent",
    columns: [name, source, number('"Class IoU"', PUBLISHED), number('"Class iIoU"', PUBLISHED), ...measuredColumns],
    rows: [...published, ...measuredRows(evaluated, 2)],
  };
}

function tableV({ evaluated }: EvaluatedData): Table {
  const published = publishedCamvid.map(({ title, classes, iou, iiou }): ReportRow => {
    const figures = [iou, iiou, ...classes].map((each) => (each === undefined ? "–" : formatPublished(each)));
    return { cells: [title, "published", ...figures.slice(0, 2), "", "", "", "", ...figures.slice(2)] };
  });
  return {
    kind: "table",
    id: "table-5",
    caption: "Table V: CamVid test, published and measured rows, percent",
    columns: [
      name,
      source,
      number('"IoU"', PUBLISHED),
      number('"iIoU"', PUBLISHED),
      ...measuredColumns,
      ...publishedCamvidClasses.map(({ title }) => number(title, "By class")),
    ],
    rows: [
      ...published,
      ...measuredRows(evaluated, 2, (each) =>
        publishedCamvidClasses.map(({ label }) =>
          formatPercent(each.result.scores.classes.find((score) => score.name === label)?.iou),
        ),
      ),
    ],
  };
}

function measuredRows(
  evaluated: EvaluatedData["evaluated"],
  empty: number,
  more: (each: EvaluatedData["evaluated"][number]) => readonly string[] = () => [],
): readonly ReportRow[] {
  return evaluated.map((each, index) => {
    const { pixelAccuracy, meanClassAccuracy, meanIou, meanInstanceIou } = each.result.scores;
    const figures = [pixelAccuracy, meanClassAccuracy, meanIou, meanInstanceIou].map(formatPercent);
    return {
      startsGroup: index === 0,
      cells: [each.name, "measured", ...Array<string>(empty).fill(""), ...figures, ...more(each)],
    };
  });
}
