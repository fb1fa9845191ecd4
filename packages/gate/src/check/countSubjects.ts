/** Counts of the subjects, each for itself: one that cannot be read is no reason to say nothing of the others. */
import { join } from "node:path";
import { type ModelFormat, formatOfFile } from "@linknet-kit/artifacts";
import { LinknetError } from "@linknet-kit/base";
import { type Config, type Subject, subjectName } from "../config/config.js";
import { type ExactRecord, countFile } from "../exact/metrics.js";
import type { ItemProgress, Narrator } from "../narrator.js";
import type { GitBase } from "../revision/gitBase.js";
import { sizesOf, writeBaseSubject, writeSubject } from "../subjects/subjectFiles.js";
import { type Finding, errorFinding } from "../verdict.js";

/** What every part of a check is handed. */
export interface CheckOptions {
  readonly config: Config;
  /** Where paths of subjects start. */
  readonly configFolder: string;
  readonly baselinePath: string;
  /** For artifacts that are written on the way. */
  readonly folder: string;
  readonly narrator: Narrator;
  readonly signal: AbortSignal;
}

interface Counting extends CheckOptions {
  readonly progress: ItemProgress;
}

/** The counts of all subjects, each by `count`, one after the other. */
export async function countEach(
  options: CheckOptions,
  count: (subject: Subject, counting: Counting) => Promise<void>,
): Promise<void> {
  const { subjects } = options.config;
  await options.narrator.during(subjects.length, async (progress) => {
    for (const subject of subjects) {
      await count(subject, { ...options, progress });
      progress.done();
    }
  });
}

/** A count, or the finding that says why there is none. */
export type SubjectCount<T = ExactRecord> = { readonly record: T } | { readonly error: Finding };

/** The figure of a finding that stands for all that is counted. */
const COUNT = "count";

/** A file's own; networks are counted as they are written to ONNX. */
function countedFormat(subject: Subject): ModelFormat {
  return "file" in subject ? formatOfFile(subject.file) : "onnx";
}

/** Of the subject as it is now. */
export async function countCandidate(subject: Subject, counting: Counting): Promise<SubjectCount> {
  const { configFolder, folder, progress, signal } = counting;
  const name = subjectName(subject);
  progress.at(`counting ${name}`);
  return await tryCount(name, signal, async () => {
    const path = await writeSubject(subject, countedFormat(subject), {
      folder: join(folder, "now"),
      configFolder,
      signal,
    });
    return await countFile(name, path!, sizesOf(subject));
  });
}

/** Of the base; its record is `undefined` where the base did not have the subject. */
export async function countBase(
  subject: Subject,
  base: GitBase,
  counting: Counting,
): Promise<SubjectCount<ExactRecord | undefined>> {
  const { configFolder, folder, progress, signal } = counting;
  const name = subjectName(subject);
  progress.at(`counting ${name} of ${base.revision}`);
  const found = await tryCount(name, signal, async () => {
    const path = await writeBaseSubject(subject, countedFormat(subject), {
      folder: join(folder, "base"),
      configFolder,
      signal,
      base,
    });
    return path === undefined ? undefined : await countFile(name, path, sizesOf(subject));
  });
  if ("record" in found) return found;
  const { reason = "", layers = [] } = found.error;
  const told = `in ${base.revision}: ${base.describe(reason)}`;
  return { error: { ...found.error, reason: told, layers: layers.map((line) => base.describe(line)) } };
}

async function tryCount<T>(name: string, signal: AbortSignal, count: () => Promise<T>): Promise<SubjectCount<T>> {
  try {
    return { record: await count() };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof LinknetError)) throw error;
    return { error: errorFinding(name, COUNT, error) };
  }
}
