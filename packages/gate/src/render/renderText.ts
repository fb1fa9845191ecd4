/** A gate's report for terminals: the verdict first, then what did not pass, then the rest in a line each. */
import type { Finding, GateReport } from "../verdict.js";
import { byVerdict, countVerdicts, formatChange, formatFigure } from "./figures.js";

export function renderText(report: GateReport): readonly string[] {
  const lines = byVerdict(report.findings).flatMap(describe);
  return [`${report.verdict.toUpperCase()}: ${countVerdicts(report)}, against ${report.base}`, ...lines];
}

function describe(finding: Finding): readonly string[] {
  const { verdict, subject, metric, base, candidate, unit, reason, layers = [] } = finding;
  const figures =
    base === undefined
      ? ""
      : `: ${formatFigure(base, unit)} -> ${formatFigure(candidate, unit)} ${unit} (${formatChange(finding)})`;
  const more = [...(reason === undefined ? [] : [reason]), ...layers];
  return [`${verdict.padEnd(12)} ${subject}, ${metric}${figures}`, ...more.map((line) => `               ${line}`)];
}
