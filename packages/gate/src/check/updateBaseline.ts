/** Takes over what is counted. */
import { existsSync } from "node:fs";
import type { OutputRule } from "@linknet-kit/base/files";
import { type Baseline, readBaseline, writeBaseline } from "../baseline.js";
import { subjectName } from "../config/config.js";
import { checkExact } from "../exact/gate.js";
import type { ExactRecord } from "../exact/metrics.js";
import { type Finding, type GateReport, makeReport } from "../verdict.js";
import { type CheckOptions, countCandidate, countEach } from "./countSubjects.js";

export interface Updated {
  /** What was recorded passes; what could not be counted is an error, and keeps what was recorded of it before. */
  readonly report: GateReport;
  readonly before: Baseline;
  readonly records: readonly ExactRecord[];
}

/** Writes the baseline, and answers what stood there before. */
export async function updateBaseline(options: CheckOptions & { readonly rule: OutputRule }): Promise<Updated> {
  const { baselinePath: path, rule, signal } = options;
  const before = existsSync(path) ? await readReplaced(path, rule) : new Map<string, ExactRecord>();
  const [records, findings]: [ExactRecord[], Finding[]] = [[], []];
  await countEach(options, async (subject, counting) => {
    const now = await countCandidate(subject, counting);
    const kept = before.get(subjectName(subject));
    if ("error" in now) {
      findings.push(now.error);
      if (kept !== undefined) records.push(kept);
    } else {
      records.push(now.record);
      findings.push(...checkExact(kept, now.record, { wanted: now.record }));
    }
  });
  if (records.length > 0) await writeBaseline(path, records, { ...rule, signal });
  return { report: makeReport("the baseline before", findings), before, records };
}

/** What is replaced whatever it is may be no baseline, and then says nothing. */
async function readReplaced(path: string, { force }: OutputRule): Promise<Baseline> {
  return await readBaseline(path).catch((error: unknown) => {
    if (force !== true) throw error;
    return new Map<string, ExactRecord>();
  });
}
