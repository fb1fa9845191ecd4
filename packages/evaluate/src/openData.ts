/** The data set in a folder, with the split that is usually scored. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { labelSetName } from "@linknet-kit/accuracy";
import { type DataSet, type Split, openDataSet } from "@linknet-kit/data";
import { LABEL_SETS, type LabelSetName } from "@linknet-kit/metrics";
import { EvaluationChoiceError } from "./errors.js";

export interface OpenedData {
  readonly set: DataSet;
  readonly labels: LabelSetName;
  readonly split: Split;
}

/** `labels`, where they are given, must be those of the folder. */
export async function openData(
  folder: string,
  { split, labels }: { readonly split?: Split | undefined; readonly labels?: LabelSetName | undefined },
): Promise<OpenedData> {
  const scored = split ?? (await usualSplit(folder));
  const set = await openDataSet(folder, scored);
  const found = labelSetName(set.labels);
  if (labels !== undefined && labels !== found) {
    throw new EvaluationChoiceError({
      problem: `"${folder}" has the labels of ${set.labels.name}, and not those of ${LABEL_SETS[labels].name}`,
      hint: "give a folder of the data set that the network was trained for",
    });
  }
  return { set, labels: found, split: scored };
}

/** Cityscapes keeps the labels of its test images to itself. */
async function usualSplit(folder: string): Promise<Split> {
  const isCityscapes = await stat(join(folder, "leftImg8bit")).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  return isCityscapes ? "val" : "test";
}
