/** Findings in words that every form of the report shares. */
import { visibleText } from "@linknet-kit/base";
import { type Finding, type GateReport, type Verdict, relativeChange } from "../verdict.js";

/** Each line as it is shown everywhere; what names hold besides cannot steer who reads it. */
export function visibleLines(text: string): string {
  return text.split(/\r?\n/).map(visibleText).join("\n");
}

const VERDICTS: readonly Verdict[] = ["error", "fail", "inconclusive", "pass"];

/** `2 failed, 1 inconclusive, 11 passed`. */
export function countVerdicts({ findings }: GateReport): string {
  const words = { error: "without a verdict", fail: "failed", inconclusive: "inconclusive", pass: "passed" };
  const counts = VERDICTS.map(
    (verdict) => [findings.filter((each) => each.verdict === verdict).length, verdict] as const,
  );
  return counts.flatMap(([count, verdict]) => (count === 0 ? [] : [`${count} ${words[verdict]}`])).join(", ");
}

/** Those that failed first; otherwise in their order. */
export function byVerdict(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict));
}

/** A figure with the separators that make it readable; milliseconds with two decimals. */
export function formatFigure(value: number | undefined, unit: string): string {
  if (value === undefined) return "-";
  return unit === "ms" ? value.toFixed(2) : value.toLocaleString("en-US");
}

/** `+1.25 %`, `none`, `new` where there was nothing; `-` where there are no figures. */
export function formatChange(finding: Finding): string {
  const { base, candidate } = finding;
  if (base === undefined || candidate === undefined) return "-";
  const change = relativeChange(finding);
  if (change === 0) return "none";
  if (!Number.isFinite(change)) return "new";
  const percent = (100 * change).toFixed(Math.abs(change) < 0.001 ? 4 : 2);
  return `${change > 0 ? "+" : ""}${percent} %`;
}

/** The whole of a finding in one line, without its verdict. */
export function describeFinding(finding: Finding): string {
  const { base, candidate, unit, allowance, reason, layers = [] } = finding;
  const figures =
    base === undefined
      ? []
      : [
          `${formatFigure(base, unit)} to ${formatFigure(candidate, unit)} ${unit} (${formatChange(finding)}, allowed ${allowance})`,
        ];
  return [...figures, ...(reason === undefined ? [] : [reason]), ...layers].join("; ");
}
