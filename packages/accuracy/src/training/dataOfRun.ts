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
import { z } from "zod";
import { NothingLabelledError } from "../errors.js";

export interface RunData {
  readonly folder: string;
  readonly train: DataSet;
  readonly validation: DataSet | undefined;
  /** Of the first image. */
  readonly size: Size;
  /** By which other data are told: names, not what is in files. */
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
  mean: z.tuple([share, share, share]),
  pixels: z.array(z.int().min(0)),
});

export interface ImageSurvey {
  readonly mean: readonly [red: number, green: number, blue: number];
  /** How many each channel has, the last of what is ignored. */
  readonly pixels: readonly number[];
}

export interface LookingAtFiles {
  readonly onFile?: ((done: number, all: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
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

/** Of a survey that the folder has of the same images, or else of every image and label, all of which must be right. */
export async function surveyOfRun(
  data: RunData,
  folder: string | undefined,
  looking: LookingAtFiles,
): Promise<ImageSurvey> {
  const kept = folder === undefined ? undefined : await readSurvey(join(folder, SURVEY_FILE));
  const digest = surveyed(data);
  if (kept?.digest === digest) return kept;
  const survey = await surveyFiles(data, looking);
  if (folder !== undefined) {
    const { mean, pixels } = survey;
    const document = { linknetSurvey: VERSION, digest, mean, pixels };
    const content = `${JSON.stringify(document, undefined, 2)}\n`;
    await writeFileAtomically(
      { path: join(folder, SURVEY_FILE), kind: workingFile, content },
      { signal: looking.signal },
    );
  }
  return survey;
}

/** All that a survey looked at. */
function surveyed({ digest, validation }: RunData): string {
  return validation === undefined ? digest : `${digest}, ${digestOf(validation)}`;
}

async function surveyFiles(
  { folder, train, validation }: RunData,
  { onFile, signal }: LookingAtFiles,
): Promise<ImageSurvey> {
  const others = validation?.examples ?? [];
  const all = train.examples.length + others.length;
  // What can be seen without reading pixels is told first, and of all files at once.
  await checkFiles({ ...train, examples: [...train.examples, ...others] }, { signal });
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
async function readSurvey(path: string): Promise<z.infer<typeof surveySchema> | undefined> {
  try {
    const bytes = await readBytes(path, { maximumBytes: MOST_BYTES });
    return surveySchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return undefined;
  }
}
