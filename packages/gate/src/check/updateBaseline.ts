/** Takes over what is counted. */
import { existsSync } from "node:fs";
import {
  type ExactRecord,
  type Finding,
  type GateReport,
  checkExact,
  makeReport,
  readBaseline,
  renderUpdate,
  subjectName,
  writeBaseline,
} from "@linknet-kit/gate";
import type { Checking } from "./checking.js";
import { countCandidate, countEach } from "./countSubjects.js";
import { shown } from "./runCheck.js";

export interface Updated {
  /** What was recorded passes; what could not be counted is an error, and keeps what was recorded of it before. */
  readonly report: GateReport;
  readonly lines: readonly string[];
}

/** With `--force` it may be anything, which says nothing then. */
async function readReplaced({ baselinePath, flags }: Checking): Promise<ReadonlyMap<string, ExactRecord>> {
  return await readBaseline(baselinePath).catch((error: unknown) => {
    if (flags.force !== true) throw error;
    return new Map<string, ExactRecord>();
  });
}

/** Writes the baseline; what stood there says what changed. */
export async function updateBaseline(checking: Checking): Promise<Updated> {
  const { baselinePath: path, rules, signal } = checking;
  const before = existsSync(path) ? await readReplaced(checking) : new Map<string, ExactRecord>();
  const [records, findings]: [ExactRecord[], Finding[]] = [[], []];
  await countEach(checking, async (subject, counting) => {
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
  if (records.length > 0) await writeBaseline(path, records, { ...rules.baseline, signal });
  const report = makeReport("the baseline before", findings);
  return { report, lines: renderUpdate({ path: shown(path), before, records, findings }) };
}
