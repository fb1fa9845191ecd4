/** The checks themselves: against the committed baseline, or beside another revision. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Runtime, findRuntime } from "@linknet-kit/runtimes";
import { readBaseline } from "../baseline.js";
import { subjectName } from "../config/config.js";
import { checkExact } from "../exact/gate.js";
import type { ExactRecord } from "../exact/metrics.js";
import { GitBase } from "../revision/gitBase.js";
import { findSpeed } from "../speed/findSpeed.js";
import { writeBaseSubject, writeSubject } from "../subjects/subjectFiles.js";
import { type Finding, type GateReport, makeReport } from "../verdict.js";
import { type CheckOptions, countBase, countCandidate, countEach } from "./countSubjects.js";

/** Counts against the committed baseline; `shown` is how the report calls it. */
export async function checkAgainstBaseline(options: CheckOptions, shown: string): Promise<GateReport> {
  const { config, baselinePath } = options;
  const baseline = await readBaseline(baselinePath);
  const findings: Finding[] = [];
  await countEach(options, async (subject, counting) => {
    const now = await countCandidate(subject, counting);
    if ("error" in now) findings.push(now.error);
    else findings.push(...checkExact(baseline.get(now.record.subject), now.record, config));
  });
  return makeReport(shown, findings);
}

export interface RevisionCheck extends CheckOptions {
  /** A branch, a tag or a commit. */
  readonly revision: string;
  /** The words of this very command line, for projects that have none of their own. */
  readonly ownCommand: readonly string[];
  /** Where the runtimes of the config are looked up. */
  readonly table: readonly Runtime[];
  /** Whether speed is checked too, where the config asks for it. */
  readonly speed: boolean;
}

/**
 * Counts, and speed where it is asked for, beside another revision. Growth passes where the committed baseline has it: that is how a change
 * says that it is wanted.
 */
export async function checkAgainstRevision(options: RevisionCheck): Promise<GateReport> {
  const { revision, config, configFolder, baselinePath: path, ownCommand: own, narrator, signal } = options;
  const wanted = existsSync(path) ? await readBaseline(path) : new Map<string, ExactRecord>();
  const from = { revision, folder: configFolder, commands: config.base, own };
  const base = await GitBase.open({ ...from, onStep: narrator.note, signal });
  try {
    const exact: Finding[] = [];
    await countEach(options, async (subject, counting) => {
      const now = await countCandidate(subject, counting);
      if ("error" in now) {
        exact.push(now.error);
        return;
      }
      const before = await countBase(subject, base, counting);
      const record = "error" in before ? undefined : before.record;
      const found = checkExact(record, now.record, { ...config, wanted: wanted.get(now.record.subject) });
      // Where the base cannot be read, the committed baseline may still say that all is as it should be.
      exact.push(...("error" in before && found.some(({ verdict }) => verdict === "fail") ? [before.error] : found));
    });
    const told = tellOnce(exact);
    return makeReport(`${revision} (${base.commit.slice(0, 12)})`, [...told, ...(await speedOf(options, base, told))]);
  } finally {
    await base.close();
  }
}

/** Speed of what could be counted. */
async function speedOf(options: RevisionCheck, base: GitBase, exact: readonly Finding[]): Promise<readonly Finding[]> {
  const { config, configFolder, folder, table, narrator, signal } = options;
  const { speed } = config;
  if (!options.speed || speed === undefined) return [];
  const open = new Set(exact.flatMap(({ subject, verdict }) => (verdict === "error" ? [subject] : [])));
  return await findSpeed({
    ...speed,
    subjects: config.subjects.filter((subject) => !open.has(subjectName(subject))),
    runtimes: speed.runtimes.map((name) => findRuntime(name, table)),
    baseOf: (subject, format) =>
      writeBaseSubject(subject, format, { folder: join(folder, "base"), configFolder, signal, base }),
    candidateOf: (subject, format) =>
      writeSubject(subject, format, { folder: join(folder, "now"), configFolder, signal }),
    narrator,
    signal,
  });
}

/** What a base that cannot be set up printed is told of the first subject, and only referred to by the others. */
function tellOnce(findings: readonly Finding[]): readonly Finding[] {
  const told = new Map<string, string>();
  return findings.map((finding) => {
    if (finding.verdict !== "error") return finding;
    // Commands differ by the subject, what they said last may not.
    const said = JSON.stringify(finding.layers);
    const first = told.get(said);
    if (first === undefined) told.set(said, finding.subject);
    const isTold = first !== undefined && finding.layers!.length > 1;
    return isTold ? { ...finding, layers: [`as it says of ${first}`] } : finding;
  });
}
