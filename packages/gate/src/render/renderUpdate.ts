/** What a new baseline has that the one before had not. */
import { counted } from "@linknet-kit/base";
import { sum } from "d3-array";
import type { Baseline } from "../baseline.js";
import { type ExactRecord, metricNames } from "../exact/metrics.js";
import { type Finding, relativeChange } from "../verdict.js";
import { describeOpen } from "./renderText.js";

export interface Update {
  readonly path: string;
  readonly before: Baseline;
  readonly records: readonly ExactRecord[];
  /** Of every subject, beside the baseline before. */
  readonly findings: readonly Finding[];
}

export function renderUpdate({ path, before, records, findings }: Update): readonly string[] {
  const errors = findings.filter(({ verdict }) => verdict === "error");
  const changed = findings.filter(
    (finding) => finding.base !== undefined && (relativeChange(finding) !== 0 || finding.layers !== undefined),
  );
  const added = records.filter(({ subject }) => !before.has(subject));
  const kept = new Set(records.map(({ subject }) => subject));
  const gone = [...before.keys()].filter((subject) => !kept.has(subject));
  const news = [
    // Why each of them passes is what an update is.
    ...changed.flatMap((finding) => describeOpen("changed", finding, { withReason: false })),
    ...added.map(({ subject }) => line("new", `${subject}: ${counted(metricNames.length, "figure")}`)),
    ...gone.map((subject) => line("gone", subject)),
  ];
  return [
    ...(records.length === 0 ? [`nothing recorded in ${path}`] : [`${path}: ${count(records)} recorded; commit it`]),
    ...errors.flatMap((finding) => describeOpen("error", finding)),
    ...(before.size === 0 ? [] : news.length === 0 && errors.length === 0 ? ["nothing changed"] : news),
  ];
}

function count(records: readonly ExactRecord[]): string {
  const all = sum(records, ({ metrics }) => Object.keys(metrics).length);
  return `${counted(all, "figure")} of ${counted(records.length, "subject")}`;
}

const line = (word: string, text: string): string => `${word.padEnd(12)} ${text}`;
