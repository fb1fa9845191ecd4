/** The images of a run: opened, checked, and surveyed once. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { LinknetError } from "@linknet-kit/base";
import { type FileKind, jsonDocument, readBytes, workingFile, writeFileAtomically } from "@linknet-kit/base/files";
import type { Size } from "@linknet-kit/core";
import {
  type DataSet,
  type DataSurvey,
  type SurveyOptions,
  WrongLayoutError,
  checkFiles,
  openDataSet,
  readPictureSize,
  surveyDataSet,
} from "@linknet-kit/data";
import { describeImages } from "@linknet-kit/metrics";
import { OtherTrainingError, type RunFolder } from "@linknet-kit/training";
import { z } from "zod";
import { NothingLabelledError } from "../errors.js";
import { contentsOf, statesOf } from "./filesOfData.js";

export interface RunData {
  readonly folder: string;
  readonly train: DataSet;
  readonly validation: DataSet | undefined;
  /** Of the first image. */
  readonly size: Size;
  /** By which other data are told before files are looked at: their names. */
  readonly digest: string;
}

export const SURVEY_FILE = "survey.json";
const VERSION = 1;
const MOST_BYTES = 2 ** 20;
export const surveyKind: FileKind = jsonDocument(
  "survey of a training's images",
  (document) => "linknetSurvey" in document,
);
const share = z.number().min(0).max(1);

const surveySchema = z.object({
  linknetSurvey: z.literal(VERSION),
  digest: z.string(),
  /** Of the files; earlier versions kept none of it. */
  states: z.string().optional(),
  contents: z.string().optional(),
  mean: z.tuple([share, share, share]),
  pixels: z.array(z.int().min(0)),
});
type KeptSurvey = z.infer<typeof surveySchema>;

export interface ImageSurvey {
  readonly mean: readonly [red: number, green: number, blue: number];
  /** How many each channel has, the last of what is ignored. */
  readonly pixels: readonly number[];
}

export interface LookingAtFiles {
  readonly onFile?: ((done: number, all: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called with the file of a run that goes on where it does not say what files held when the run began. */
  readonly onUntold?: ((path: string) => void) | undefined;
}

/** Lists of files alone are read. */
export async function openRunData(
  folder: string,
  { validates = true }: { readonly validates?: boolean | undefined } = {},
): Promise<RunData> {
  const train = await openDataSet(folder, "train");
  const validation = validates ? await openValidation(folder) : undefined;
  const { width, height } = await readPictureSize(train.examples[0]!.image);
  return { folder, train, validation, size: { width, height }, digest: digestOf(train) };
}

async function openValidation(folder: string): Promise<DataSet> {
  return await openDataSet(folder, "val").catch((error: unknown) => {
    if (!(error instanceof WrongLayoutError)) throw error;
    const { summary: problem, details, hint } = error;
    throw new WrongLayoutError({ problem, details, hint: `${hint}; --no-validation trains without a val split` });
  });
}

function digestOf({ labels, examples }: DataSet): string {
  const names = [labels.name, ...examples.map(({ name }) => name)];
  return createHash("sha256").update(JSON.stringify(names)).digest("hex");
}

/** Which images are trained with, in words: `367 images with labels of CamVid, 0123456789abcdef`. */
export function imagesOf({ train, digest }: RunData): string {
  return `${describeImages(train.examples.length, train)}, ${digest.slice(0, 16)}`;
}

/**
 * Of a survey that the folder has of the same files, or else of every image and label, all of which must be right. An `OtherTrainingError` where
 * the run has learnt from others.
 */
export async function surveyOfRun(
  data: RunData,
  folder: Pick<RunFolder, "folder" | "hasCheckpoint"> | undefined,
  looking: LookingAtFiles,
): Promise<ImageSurvey> {
  const kept = folder && (await readSurvey(join(folder.folder, SURVEY_FILE)));
  if (folder?.hasCheckpoint === true && kept?.contents === undefined)
    looking.onUntold?.(join(folder.folder, SURVEY_FILE));
  if (kept !== undefined && (await isOf(kept, data, looking.signal))) return kept;
  if (kept !== undefined && folder?.hasCheckpoint === true) throw otherFiles(folder.folder, data);
  const survey = await surveyFiles(data, looking);
  if (folder !== undefined) await keepSurvey(folder.folder, data, survey, looking.signal);
  return survey;
}

/** Files that were copied are read once more, to see whether they hold the same. */
async function isOf(kept: KeptSurvey, data: RunData, signal: AbortSignal | undefined): Promise<boolean> {
  if (kept.digest !== surveyed(data)) return false;
  const whole = allOf(data);
  if (kept.contents === undefined || kept.states === (await statesOf(whole, signal))) return true;
  await checkFiles(whole, { signal });
  return kept.contents === (await contentsOf(whole, signal));
}

function otherFiles(folder: string, data: RunData): OtherTrainingError {
  const differences = [`images or labels of ${data.folder} are others now, or hold something else, than when it began`];
  const hint = "put back the files that it was begun with, or begin another run in another folder";
  return new OtherTrainingError({ path: folder, differences, hint });
}

async function keepSurvey(
  folder: string,
  data: RunData,
  { mean, pixels }: ImageSurvey,
  signal: AbortSignal | undefined,
): Promise<void> {
  const whole = allOf(data);
  const files = { states: await statesOf(whole, signal), contents: await contentsOf(whole, signal) };
  const document = { linknetSurvey: VERSION, digest: surveyed(data), ...files, mean, pixels };
  const content = `${JSON.stringify(document, undefined, 2)}\n`;
  await writeFileAtomically({ path: join(folder, SURVEY_FILE), kind: workingFile, content }, { signal });
}

/** All that a survey looked at. */
function surveyed({ digest, validation }: RunData): string {
  return validation === undefined ? digest : `${digest}, ${digestOf(validation)}`;
}

/** Of both splits. */
function allOf({ train, validation }: RunData): DataSet {
  return { ...train, examples: [...train.examples, ...(validation?.examples ?? [])] };
}

async function surveyFiles(data: RunData, { onFile, signal }: LookingAtFiles): Promise<ImageSurvey> {
  const { folder, train, validation } = data;
  // What can be seen without reading pixels is told first, and of all files at once.
  const whole = allOf(data);
  await checkFiles(whole, { signal });
  const all = whole.examples.length;
  const surveyOf = async (set: DataSet, split: string, before: number): Promise<DataSurvey> => {
    const survey = await surveyThoroughly(set, { signal, onExample: (done) => onFile?.(before + done, all) });
    if (survey.pixels.slice(0, -1).some((count) => count > 0)) return survey;
    throw new NothingLabelledError({ folder, split, images: set.examples.length });
  };
  const survey = await surveyOf(train, "train", 0);
  if (validation !== undefined) await surveyOf(validation, "val", train.examples.length);
  return survey;
}

/** The first file that is wrong ends a survey; whoever mends files wants to know of all. */
async function surveyThoroughly(set: DataSet, options: SurveyOptions): Promise<DataSurvey> {
  return await surveyDataSet(set, options).catch(async (error: unknown) => {
    if (error instanceof LinknetError) await checkFiles(set, { everyPixel: true, signal: options.signal });
    throw error;
  });
}

/** What is no survey any more is made anew. */
async function readSurvey(path: string): Promise<KeptSurvey | undefined> {
  try {
    const bytes = await readBytes(path, { maximumBytes: MOST_BYTES });
    return surveySchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return undefined;
  }
}
