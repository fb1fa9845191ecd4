/** The images of a run: opened, checked, and surveyed once. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { LinknetError } from "@linknet-kit/base";
import { type FileKind, jsonDocument, readBytes, writeFileAtomically } from "@linknet-kit/base/files";
import type { Size } from "@linknet-kit/core";
import { type DataSet, checkFiles, openDataSet, readPictureSize, surveyDataSet } from "@linknet-kit/data";
import { z } from "zod";

export interface RunData {
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
const kind: FileKind = jsonDocument("survey of a training's images", (document) => "linknetSurvey" in document);
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
  const validation = validates ? await openDataSet(folder, "val") : undefined;
  const { width, height } = await readPictureSize(train.examples[0]!.image);
  const names = [train.labels.name, ...train.examples.map(({ name }) => name)];
  const digest = createHash("sha256").update(JSON.stringify(names)).digest("hex");
  return { train, validation, size: { width, height }, digest };
}

/** Of a survey that the folder has of the same images, or else of every image and label, all of which must be right. */
export async function surveyOfRun(
  data: RunData,
  folder: string | undefined,
  looking: LookingAtFiles,
): Promise<ImageSurvey> {
  const kept = folder === undefined ? undefined : await readSurvey(join(folder, SURVEY_FILE));
  if (kept?.digest === data.digest) return kept;
  const survey = await surveyFiles(data, looking);
  if (folder !== undefined) {
    const { mean, pixels } = survey;
    const document = { linknetSurvey: VERSION, digest: data.digest, mean, pixels };
    const content = `${JSON.stringify(document, undefined, 2)}\n`;
    await writeFileAtomically({ path: join(folder, SURVEY_FILE), kind, content }, { signal: looking.signal });
  }
  return survey;
}

async function surveyFiles({ train, validation }: RunData, { onFile, signal }: LookingAtFiles): Promise<ImageSurvey> {
  const others = validation?.examples ?? [];
  const all = train.examples.length + others.length;
  // What can be seen without reading pixels is told first, and of all files at once.
  await checkFiles({ ...train, examples: [...train.examples, ...others] }, { signal });
  try {
    const survey = await surveyDataSet(train, { signal, onExample: (done) => onFile?.(done, all) });
    if (validation !== undefined) {
      const onExample = (done: number) => onFile?.(train.examples.length + done, all);
      await checkFiles(validation, { everyPixel: true, signal, onExample });
    }
    return survey;
  } catch (error) {
    // The first that is wrong ends a survey; whoever mends files wants to know of all.
    if (error instanceof LinknetError) await checkFiles(train, { everyPixel: true, signal });
    throw error;
  }
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
