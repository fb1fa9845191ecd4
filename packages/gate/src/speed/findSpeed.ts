/** Subjects on runtimes, each beside its base in one run. */
import { type ModelFormat, findTarget, modelFormatOf } from "@linknet-kit/artifacts";
import { LinknetError, counted, roughly } from "@linknet-kit/base";
import { printType } from "@linknet-kit/core";
import { type Runtime, allowedCores, probeRuntimes } from "@linknet-kit/runtimes";
import { type Subject, subjectName } from "../config/config.js";
import type { ItemProgress, Narrator } from "../narrator.js";
import { endsOf } from "../subjects/subjectFiles.js";
import { type Finding, errorFinding } from "../verdict.js";
import { checkSpeed } from "./checkSpeed.js";

/** The file of a subject for runtimes that load a format. */
type FileOf = (subject: Subject, format: ModelFormat) => Promise<string | undefined>;

export interface SpeedRun {
  readonly subjects: readonly Subject[];
  readonly runtimes: readonly Runtime[];
  /** Every core that may be used unless given. */
  readonly threads?: number | undefined;
  /** Slow-down that is let pass, as a share; 0.02 unless given. */
  readonly allowance?: number | undefined;
  /** For the pairs of a subject on a runtime; 120 unless given. */
  readonly budgetSeconds?: number | undefined;
  readonly baseOf: FileOf;
  readonly candidateOf: FileOf;
  readonly narrator: Narrator;
  readonly signal: AbortSignal;
}

const ALLOWANCE = 0.02;
const BUDGET_SECONDS = 120;

/** One finding for each subject on each runtime, in that order; what is wrong with one is its own finding. */
export async function findSpeed(run: SpeedRun): Promise<readonly Finding[]> {
  const { subjects, runtimes, narrator, signal } = run;
  const availabilities = await probeRuntimes(runtimes, { signal });
  const pairs = subjects.flatMap((subject) => runtimes.map((runtime) => ({ subject, runtime })));
  const { budgetSeconds = BUDGET_SECONDS } = run;
  narrator.note(`${counted(pairs.length, "comparison")}, up to ${roughly(budgetSeconds)} of measuring each`);
  return await narrator.during(pairs.length, async (progress) => {
    const findings: Finding[] = [];
    for (const { subject, runtime } of pairs) {
      signal.throwIfAborted();
      const found = availabilities.get(runtime.name)!;
      const why = found.available ? undefined : `${found.reason}; to add it: ${found.remedy}`;
      const finding =
        why === undefined ? await tryPair(subject, runtime, { ...run, progress }) : inconclusive(subject, runtime, why);
      progress.done(`${finding.subject}, ${finding.metric}: ${finding.verdict}, ${finding.reason ?? ""}`);
      findings.push(finding);
    }
    return findings;
  });
}

interface Shown extends SpeedRun {
  readonly progress: ItemProgress;
}

/** What is wrong with one pair is said of it, and the others run. */
async function tryPair(subject: Subject, runtime: Runtime, run: Shown): Promise<Finding> {
  try {
    return await runPair(subject, runtime, run);
  } catch (error) {
    run.signal.throwIfAborted();
    if (!(error instanceof LinknetError)) throw error;
    return errorFinding(subjectName(subject), `latency on ${runtime.name}`, error);
  }
}

async function runPair(subject: Subject, runtime: Runtime, run: Shown): Promise<Finding> {
  const { threads = allowedCores(), allowance = ALLOWANCE, budgetSeconds = BUDGET_SECONDS, progress, signal } = run;
  const format = modelFormatOf(runtime.target);
  if (findTarget(runtime.target).ownFilesOnly === true)
    return inconclusive(subject, runtime, "it runs one artifact at a time, elsewhere");
  const name = subjectName(subject);
  progress.at(`${name}, ${runtime.name}: writing both`);
  const [base, candidate] = [await run.baseOf(subject, format), await run.candidateOf(subject, format)];
  if (candidate === undefined) return inconclusive(subject, runtime, "it does not load ONNX files");
  if (base === undefined) return inconclusive(subject, runtime, "the base does not have it");
  const [before, ends] = [await endsOf(subject, base), await endsOf(subject, candidate)];
  const [fed, feeds] = [before, ends].map(({ inputs }) =>
    inputs.map(({ name: each, type }) => `${each} ${printType(type)}`).join(", "),
  );
  if (fed !== feeds) return inconclusive(subject, runtime, `the base takes ${fed}, this takes ${feeds}`);
  return await checkSpeed({
    subject: name,
    runtime,
    base,
    candidate,
    ends,
    threads,
    allowance,
    budgetSeconds,
    onPairs: (pairs) => progress.at(`${name}, ${runtime.name}: ${counted(pairs, "pair")}`),
    signal,
  });
}

function inconclusive(subject: Subject, { name }: Runtime, reason: string): Finding {
  const common = { subject: subjectName(subject), metric: `latency on ${name}`, unit: "ms", allowance: "" };
  return { ...common, verdict: "inconclusive", reason };
}
