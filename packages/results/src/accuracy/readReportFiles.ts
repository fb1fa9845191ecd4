/** Whatever a report is made of, as a command's words name it: result files, accuracy files, folders of both, and folders of trainings. */
import { resolve } from "node:path";
import { tellApart } from "@linknet-kit/base";
import { readBytes } from "@linknet-kit/base/files";
import { parseResultFile } from "../file/read.js";
import { readNamedFiles } from "../file/readResultFiles.js";
import type { ResultFile } from "../schema/schema.js";
import { parseAccuracyFile } from "./accuracyFile.js";
import type { AccuracyFile } from "./accuracySchema.js";
import { OWN_DOCUMENTS, type TrainingCurves, isTrainingFolder, readTrainingCurves } from "./trainingCurves.js";

const MAXIMUM_BYTES = 256 * 2 ** 20;

export interface ReportFiles {
  readonly results: readonly ResultFile[];
  readonly accuracy: readonly AccuracyFile[];
  readonly trainings: readonly TrainingCurves[];
}

/** As `readResultFiles`, for every kind of file; a training's folder is read as such, and what lies in it beside its own files too. */
export async function readReportFiles(
  paths: readonly string[],
  onSkipped: (line: string) => void,
): Promise<ReportFiles> {
  const results: ResultFile[] = [];
  const accuracy: AccuracyFile[] = [];
  const trainings: { readonly path: string; readonly curves: TrainingCurves }[] = [];
  for (const path of paths) {
    const isTraining = await isTrainingFolder(path);
    if (isTraining) trainings.push({ path: resolve(path), curves: await readTrainingCurves(path) });
    const ignored = isTraining ? OWN_DOCUMENTS : [];
    for (const file of await readNamedFiles(path, { read: readEither, onSkipped, ignored, mayBeEmpty: isTraining })) {
      if ("accuracyVersion" in file) accuracy.push(file);
      else results.push(file);
    }
  }
  const names = tellApart(trainings.map(({ path }) => path));
  return { results, accuracy, trainings: trainings.map(({ curves }, index) => ({ ...curves, name: names[index]! })) };
}

async function readEither(path: string): Promise<ResultFile | AccuracyFile> {
  const text = new TextDecoder().decode(await readBytes(path, { maximumBytes: MAXIMUM_BYTES }));
  // The whole is parsed, and refused, by whichever it is.
  const isAccuracy = text.includes('"accuracyVersion"') && !text.includes('"schemaVersion"');
  return isAccuracy ? parseAccuracyFile(text, path) : parseResultFile(text, path);
}
