/** The folder of a training as a reader sees it: what it is of and what it measured. Anyone may have written it. */
import { stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { describeIssues } from "@linknet-kit/base";
import { readBytes } from "@linknet-kit/base/files";
import { z } from "zod";
import { DamagedResultFileError } from "../file/errors.js";
import { recordOf } from "../schema/lists.js";
import { count } from "../schema/quantities.js";

const METRICS = "metrics.jsonl";
/** Files of it that are neither results nor accuracy files. */
export const OWN_DOCUMENTS: readonly string[] = ["config.json", "recipe.json", "survey.json"];

const MAXIMUM_BYTES = 256 * 2 ** 20;
const finite = z.number();
const updateSchema = z.object({
  kind: z.literal("update"),
  update: count.min(1),
  epoch: count,
  loss: finite,
  /** With labelled pixels, of which the loss is the mean; earlier versions do not say. */
  batches: count.optional(),
});
/** Earlier versions wrote `null` for what was no finite number. */
const values = recordOf(finite.nullable()).transform((all) => {
  const known = Object.entries(all).filter((entry): entry is [string, number] => entry[1] !== null);
  return Object.fromEntries(known);
});
const epochSchema = z.object({ kind: z.literal("epoch"), update: count, epoch: count, values });
const lineSchema = z.discriminatedUnion("kind", [updateSchema, epochSchema]);
const recipeSchema = z.object({ network: z.string().max(500), width: z.number().positive() });

const configSchema = z.object({ data: z.string().min(1).max(5000) });

export type TrainingUpdate = z.infer<typeof updateSchema>;
export type TrainingEpoch = z.infer<typeof epochSchema>;

export interface TrainingCurves {
  /** Of its folder, without those above. */
  readonly name: string;
  /** Where it has a recipe. */
  readonly network?: string;
  readonly width?: number;
  /** What the folder of its data is called, where its configuration says so. */
  readonly data?: string;
  readonly updates: readonly TrainingUpdate[];
  readonly epochs: readonly TrainingEpoch[];
}

/** Whether the folder holds a training, however far it came. */
export async function isTrainingFolder(folder: string): Promise<boolean> {
  return await stat(join(folder, METRICS)).then(
    (stats) => stats.isFile(),
    () => false,
  );
}

export async function readTrainingCurves(folder: string): Promise<TrainingCurves> {
  const path = join(folder, METRICS);
  const text = new TextDecoder().decode(await readBytes(path, { maximumBytes: MAXIMUM_BYTES }));
  const updates: TrainingUpdate[] = [];
  const epochs: TrainingEpoch[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const metrics = parseLine(`${path}: line ${index + 1}`, line);
    if (metrics.kind === "epoch") epochs.push(metrics);
    // One that saw no labelled pixel has no loss.
    else if (metrics.batches !== 0) updates.push(metrics);
  }
  const about = { ...(await recipeIn(folder)), ...(await dataOf(folder)) };
  return { name: basename(resolve(folder)), ...about, updates, epochs };
}

function parseLine(path: string, line: string): TrainingUpdate | TrainingEpoch {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (cause) {
    throw new DamagedResultFileError({ path, problem: "is not JSON", cause });
  }
  const { success, data, error } = lineSchema.safeParse(json);
  if (success) return data;
  throw new DamagedResultFileError({ path, problem: `is no metric: ${describeIssues(error.issues).join("; ")}` });
}

/** Whatever else is wrong with a recipe, a report has its names from it alone. */
async function recipeIn(folder: string): Promise<Pick<TrainingCurves, "network" | "width">> {
  return recipeSchema.safeParse(await jsonIn(folder, "recipe.json")).data ?? {};
}

async function dataOf(folder: string): Promise<Pick<TrainingCurves, "data">> {
  const { data } = configSchema.safeParse(await jsonIn(folder, "config.json"));
  return data === undefined ? {} : { data: basename(resolve(data.data)) };
}

/** Nothing where it cannot be read. */
async function jsonIn(folder: string, name: string): Promise<unknown> {
  try {
    const bytes = await readBytes(join(folder, name), { maximumBytes: 2 ** 20 });
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
