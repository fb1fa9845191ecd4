/** Exact gates: growth past its allowance fails, and nothing else does. */
import type { Config } from "../config.js";
import type { Finding } from "../verdict.js";
import { explainChange } from "./explain.js";
import { type ExactRecord, METRIC_UNITS, type Metric, metricNames } from "./metrics.js";

export type Allowances = NonNullable<Config["allowances"]>;

/** One finding a figure; a single one that fails where the subject is new, or was counted for other inputs. */
export function checkExact(
  base: ExactRecord | undefined,
  candidate: ExactRecord,
  allowances: Allowances = {},
): readonly Finding[] {
  const { subject } = candidate;
  const reason = whyNotComparable(base, candidate);
  if (base === undefined || reason !== undefined) {
    return [{ subject, metric: "baseline", verdict: "fail", unit: "", allowance: "none", reason: reason! }];
  }
  return metricNames.map((metric) => checkMetric(metric, { base, candidate, allowed: allowances[metric] ?? 0 }));
}

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
  readonly allowed: number | string;
}

function checkMetric(metric: Metric, { base, candidate, allowed }: Pair): Finding {
  const [before, after] = [base.metrics[metric], candidate.metrics[metric]];
  const changed = before !== after || (metric === "nodes" && explainChange(metric, base, candidate).length > 0);
  return {
    subject: candidate.subject,
    metric,
    verdict: after > before + allowedAmount(allowed, before) ? "fail" : "pass",
    base: before,
    candidate: after,
    unit: METRIC_UNITS[metric],
    allowance: typeof allowed === "string" ? `+${allowed}` : allowed === 0 ? "none" : `+${allowed}`,
    ...(changed ? { layers: explainChange(metric, base, candidate) } : {}),
  };
}

/** A number is in the figure's unit, `"2 %"` a share of the base. */
function allowedAmount(allowed: number | string, before: number): number {
  return typeof allowed === "number" ? allowed : (Number.parseFloat(allowed) / 100) * before;
}
