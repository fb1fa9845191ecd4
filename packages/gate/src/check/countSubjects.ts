/** Counts of the subjects, each for itself: one that cannot be read is no reason to say nothing of the others. */
import { join } from "node:path";
import { LinknetError } from "@linknet-kit/base";
import {
  type ExactRecord,
  type Finding,
  type GitBase,
  type Subject,
  countFile,
  errorFinding,
  subjectName,
} from "@linknet-kit/gate";
import { withProgress } from "../progress.js";
import { sizesOf, writeBaseSubject, writeSubject } from "../subjectFiles.js";
import type { Checking, Counting } from "./checking.js";

/** Counts with `count` subject by subject, and shows how many are done. */
export async function countEach(
  checking: Checking,
  count: (subject: Subject, counting: Counting) => Promise<void>,
): Promise<void> {
  const { subjects } = checking.config;
  await withProgress(checking.terminal, { total: subjects.length }, async (progress) => {
    for (const subject of subjects) {
      await count(subject, { ...checking, progress });
      progress.done();
    }
  });
}

/** A count, or the finding that says why there is none. */
export type Counted<T = ExactRecord> = { readonly record: T } | { readonly error: Finding };

/** The figure of a finding that stands for all that is counted. */
const COUNT = "count";

export async function countCandidate(subject: Subject, checking: Counting): Promise<Counted> {
  const { configFolder, folder, progress, signal } = checking;
  const name = subjectName(subject);
  progress.at(`counting ${name}`);
  return await counted(name, signal, async () => {
    const path = await writeSubject(subject, "onnx", { folder: join(folder, "now"), configFolder, signal });
    return await countFile(name, path!, sizesOf(subject));
  });
}

/** Of the base; its record is `undefined` where the base did not have the subject. */
export async function countBase(
  subject: Subject,
  base: GitBase,
  checking: Counting,
): Promise<Counted<ExactRecord | undefined>> {
  const { configFolder, folder, progress, signal } = checking;
  const name = subjectName(subject);
  progress.at(`counting ${name} of ${base.revision}`);
  const found = await counted(name, signal, async () => {
    const path = await writeBaseSubject(subject, "onnx", { folder: join(folder, "base"), configFolder, signal, base });
    return path === undefined ? undefined : await countFile(name, path, sizesOf(subject));
  });
  if ("record" in found) return found;
  const { reason = "", layers = [] } = found.error;
  const told = `in ${base.revision}: ${base.describe(reason)}`;
  return { error: { ...found.error, reason: told, layers: layers.map((line) => base.describe(line)) } };
}

async function counted<T>(name: string, signal: AbortSignal, count: () => Promise<T>): Promise<Counted<T>> {
  try {
    return { record: await count() };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof LinknetError)) throw error;
    return { error: errorFinding(name, COUNT, error) };
  }
}
