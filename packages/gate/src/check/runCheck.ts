/** The checks themselves: against the committed baseline, or beside another revision. */
import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import {
  type ExactRecord,
  type Finding,
  GitBase,
  type GateReport,
  checkExact,
  makeReport,
  readBaseline,
  subjectName,
} from "@linknet-kit/gate";
import { findRuntime } from "@linknet-kit/runtimes";
import { ownCommand } from "../ownCommand.js";
import { runtimeTable } from "../runtimeTable.js";
import { findSpeed } from "../speedFindings.js";
import { writeBaseSubject, writeSubject } from "../subjectFiles.js";
import type { Checking } from "./checking.js";
import { countBase, countCandidate, countEach } from "./countSubjects.js";

/** From the folder that the command was given in. */
export function shown(path: string): string {
  return relative(process.cwd(), path);
}

export async function checkAgainstBaseline(checking: Checking): Promise<GateReport> {
  const { config, flags, baselinePath: path, terminal } = checking;
  const baseline = await readBaseline(path);
  if (config.speed !== undefined && flags.speed) {
    terminal.note("speed is checked beside another revision only: give one with --against, or --no-speed");
  }
  const findings: Finding[] = [];
  await countEach(checking, async (subject, counting) => {
    const now = await countCandidate(subject, counting);
    if ("error" in now) findings.push(now.error);
    else findings.push(...checkExact(baseline.get(now.record.subject), now.record, config));
  });
  return makeReport(shown(path), findings);
}

/** Growth beside the revision passes where the committed baseline has it: that is how a change says that it is wanted. */
export async function checkAgainstRevision(checking: Checking, revision: string): Promise<GateReport> {
  const { config, configFolder, baselinePath: path, terminal, signal } = checking;
  const wanted = existsSync(path) ? await readBaseline(path) : new Map<string, ExactRecord>();
  const onStep = (text: string): void => terminal.note(text);
  const options = { revision, folder: configFolder, commands: config.base, own: ownCommand, onStep, signal };
  const base = await GitBase.open(options);
  try {
    const exact: Finding[] = [];
    await countEach(checking, async (subject, counting) => {
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
    return makeReport(`${revision} (${base.commit.slice(0, 12)})`, [...told, ...(await speedOf(checking, base, told))]);
  } finally {
    await base.close();
  }
}

/** Speed of what could be counted. */
async function speedOf(checking: Checking, base: GitBase, exact: readonly Finding[]): Promise<readonly Finding[]> {
  const { config, configFolder, flags, folder, terminal, signal } = checking;
  const { speed } = config;
  if (!flags.speed || speed === undefined) return [];
  const open = new Set(exact.flatMap(({ subject, verdict }) => (verdict === "error" ? [subject] : [])));
  return await findSpeed({
    ...speed,
    subjects: config.subjects.filter((subject) => !open.has(subjectName(subject))),
    runtimes: speed.runtimes.map((name) => findRuntime(name, runtimeTable)),
    baseOf: (subject, format) =>
      writeBaseSubject(subject, format, { folder: join(folder, "base"), configFolder, signal, base }),
    candidateOf: (subject, format) =>
      writeSubject(subject, format, { folder: join(folder, "now"), configFolder, signal }),
    terminal,
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
