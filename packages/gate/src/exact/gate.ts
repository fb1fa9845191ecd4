/** Exact gates: growth past its allowance fails, and nothing else does. */
import type { Finding } from "../verdict.js";
import { Changes } from "./explain.js";
import { type ExactRecord, METRIC_UNITS, type Metric, metricNames } from "./metrics.js";

/** What a figure may grow by, in its unit or as a share of the base (`"2 %"`), by the name of the figure. */
export type Allowances = Readonly<Record<string, number | string | undefined>>;

export interface ExactOptions {
  readonly allowances?: Allowances | undefined;
  /** What the committed baseline has, where the base is something else: growth up to just that is wanted, and passes. */
  readonly wanted?: ExactRecord | undefined;
}

/** One finding a figure; a single one that fails where the subject is new, or was counted for other inputs. */
export function checkExact(
  base: ExactRecord | undefined,
  candidate: ExactRecord,
  { allowances = {}, wanted }: ExactOptions = {},
): readonly Finding[] {
  const { subject } = candidate;
  const reason = whyNotComparable(base, candidate);
  if (base === undefined || reason !== undefined) {
    const isWanted = metricNames.every((metric) => wanted?.metrics[metric] === candidate.metrics[metric]);
    const verdict = isWanted ? "pass" : "fail";
    return [{ subject, metric: "baseline", verdict, unit: "", allowance: "none", reason: isWanted ? WANTED : reason! }];
  }
  const changes = new Changes(base, candidate);
  return metricNames.map((metric) => {
    const finding = checkMetric(metric, { base, candidate, changes, allowed: allowances[metric] ?? 0 });
    const isWanted = finding.verdict === "fail" && wanted?.metrics[metric] === candidate.metrics[metric];
    return isWanted ? { ...finding, verdict: "pass", reason: WANTED } : finding;
  });
}

const WANTED = "the committed baseline has just this";

function whyNotComparable(base: ExactRecord | undefined, candidate: ExactRecord): string | undefined {
  if (base === undefined) return "there is no count of it in the base: check --update adds it";
  const [before, now] = [base.inputs.join(", "), candidate.inputs.join(", ")];
  return before === now
    ? undefined
    : `the base was counted for the input ${before}, this is for ${now}: check --update counts it anew`;
}

interface Pair {
  readonly base: ExactRecord;
  readonly candidate: ExactRecord;
  readonly changes: Changes;
  readonly allowed: number | string;
}

function checkMetric(metric: Metric, { base, candidate, changes, allowed }: Pair): Finding {
  const [before, after] = [base.metrics[metric], candidate.metrics[metric]];
  // As many nodes as before may be others.
  const layers = before !== after || metric === "nodes" ? changes.explain(metric) : [];
  return {
    subject: candidate.subject,
    metric,
    verdict: after > before + allowedAmount(allowed, before) ? "fail" : "pass",
    base: before,
    candidate: after,
    unit: METRIC_UNITS[metric],
    allowance: typeof allowed === "string" ? `+${allowed}` : allowed === 0 ? "none" : `+${allowed}`,
    ...(layers.length === 0 ? {} : { layers }),
  };
}

/** A number is in the figure's unit, `"2 %"` a share of the base. */
function allowedAmount(allowed: number | string, before: number): number {
  return typeof allowed === "number" ? allowed : (Number.parseFloat(allowed) / 100) * before;
}
