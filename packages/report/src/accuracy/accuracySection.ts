/** What was measured on each data set: the four metrics by their names, and the classes one by one. */
import type { LabelScore, Resizing } from "@linknet-kit/results";
import { type Block, type Column, type ReportCell, type Section, type Table, paragraph } from "../document.js";
import { formatPercent, formatSize } from "../format.js";
import type { EvaluatedResult, EvaluatedData } from "./evaluated.js";
import { publishedBlocks } from "./publishedTables.js";

/** More results beside each other than this cannot be read. */
const MOST_COLUMNS = 6;

const METRICS =
  "Pixel accuracy: pixels found of all. Mean class accuracy: of each class's pixels those found, averaged over classes. IoU: found / " +
  "(found + missed + wrongly found), over all images at once. iIoU: the same with every thing weighed alike whatever its size, of classes " +
  "whose things the data set tells apart; n/a elsewhere, which is not 0. Pixels whose truth is ignored count nowhere.";

export function buildAccuracy(data: readonly EvaluatedData[]): Section | undefined {
  if (data.length === 0) return undefined;
  const blocks = data.flatMap((each, index) => [
    metricsTable(each, `accuracy-${index + 1}`),
    classTable(each, `classes-${index + 1}`),
    ...publishedBlocks(each, index + 1),
  ]);
  const how: Block = { kind: "fold", title: "What the metrics are", blocks: [paragraph(METRICS), howResized(data)] };
  return { id: "accuracy", title: "Accuracy", blocks: [...blocks, how] };
}

const WAYS: Readonly<Record<Resizing, string>> = {
  none: "as large as the truth",
  "logits bilinearly": "brought to the truth's size bilinearly",
  "labels by nearest": "brought to the truth's size by the nearest pixel",
};

function howResized(data: readonly EvaluatedData[]): Block {
  const items = data.flatMap(({ evaluated }) =>
    evaluated.map(({ name, result: { size, resizing, output, dtype, runtime, runtimeVersion, device } }) => {
      return `${name}: at ${formatSize(size)} in ${dtype}, ${output} ${WAYS[resizing]}, on ${runtime} ${runtimeVersion} (${device})`;
    }),
  );
  return { kind: "list", items: [...new Set(items)] };
}

const number = (title: string, group?: string): Column => ({ title, align: "number", ...(group && { group }) });

function metricsTable({ title, evaluated }: EvaluatedData, id: string): Table {
  return {
    kind: "table",
    id,
    caption: `Measured on ${title}, percent`,
    columns: [
      { title: "Network", align: "text" },
      { title: "Artifact", align: "text" },
      number("pixel accuracy"),
      number("mean class accuracy"),
      number("mean IoU"),
      number("iIoU"),
      number("category IoU"),
      number("category iIoU"),
    ],
    rows: evaluated.map(({ name, result: { artifact, scores } }) => ({
      cells: [
        name,
        artifact,
        formatPercent(scores.pixelAccuracy),
        formatPercent(scores.meanClassAccuracy),
        formatPercent(scores.meanIou),
        formatPercent(scores.meanInstanceIou),
        formatPercent(scores.meanCategoryIou),
        formatPercent(scores.meanCategoryInstanceIou),
      ],
    })),
  };
}

function classTable({ title, evaluated }: EvaluatedData, id: string): Table {
  const shown = evaluated.slice(0, MOST_COLUMNS);
  const [first] = shown;
  const names = first?.result.scores.classes.map((each) => each.name) ?? [];
  const hasInstances = shown.some(({ result }) => result.scores.meanInstanceIou !== undefined);
  const group = (each: EvaluatedResult): string | undefined =>
    shown.length === 1 && !hasInstances ? undefined : each.name;
  return {
    kind: "table",
    id,
    caption: `IoU of each class, measured on ${title}, percent${evaluated.length > shown.length ? `; the first ${shown.length} of ${evaluated.length}` : ""}`,
    columns: [
      { title: "Class", align: "text" },
      number("share of pixels"),
      ...shown.flatMap((each): Column[] => [
        { title: "IoU", align: "bar", ...(group(each) !== undefined && { group: group(each)! }) },
        ...(hasInstances ? [number("iIoU", group(each))] : []),
      ]),
    ],
    rows: names.map((name) => ({
      cells: [
        name,
        formatPercent((scoreOf(first!, name)?.pixels ?? 0) / (first!.result.scores.pixels || 1)),
        ...shown.flatMap((each): ReportCell[] => {
          const score = scoreOf(each, name);
          return [barOf(score?.iou), ...(hasInstances ? [formatPercent(score?.instanceIou)] : [])];
        }),
      ],
    })),
  };
}

function scoreOf({ result }: EvaluatedResult, name: string): LabelScore | undefined {
  return result.scores.classes.find((each) => each.name === name);
}

function barOf(share: number | undefined): ReportCell {
  return share === undefined ? { text: "n/a", tone: "muted" } : { text: formatPercent(share), bar: { length: share } };
}
