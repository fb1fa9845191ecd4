/** A gate's report for terminals: the verdict first, then what did not pass with where it comes from, then a line for each subject that did. */
import { counted } from "@linknet-kit/base";
import { groups } from "d3-array";
import { type Finding, type GateReport, relativeChange } from "../verdict.js";
import { byVerdict, countVerdicts, formatChange, formatFigure } from "./figures.js";

export interface TextOptions {
  /** Each figure that passed in a line of its own too. */
  readonly verbose?: boolean;
}

export function renderText(report: GateReport, { verbose = false }: TextOptions = {}): readonly string[] {
  const sorted = byVerdict(report.findings);
  const [passed, open] = [
    sorted.filter(({ verdict }) => verdict === "pass"),
    sorted.filter(({ verdict }) => verdict !== "pass"),
  ];
  return [
    `${report.verdict.toUpperCase()}: ${countVerdicts(report)}, against ${report.base}`,
    ...open.flatMap((finding) => describeOpen(finding.verdict, finding)),
    ...(verbose
      ? passed.flatMap((finding) => describeOpen(finding.verdict, finding))
      : groups(passed, ({ subject }) => subject).map(summarise)),
  ];
}

/** A word about a finding, its figures, and below it what else there is to say. */
export function describeOpen(word: string, finding: Finding, { withReason = true } = {}): readonly string[] {
  const { subject, metric, reason, layers = [] } = finding;
  const more = [...(reason === undefined || !withReason ? [] : [reason]), ...layers];
  return [
    `${word.padEnd(WIDTH)} ${subject}, ${metric}${figuresOf(finding)}`,
    ...more.map((line) => `${" ".repeat(WIDTH + 3)}${line}`),
  ];
}

/** Of the longest verdict. */
const WIDTH = 12;

/** Nothing where there are none; one figure where it did not change. */
function figuresOf(finding: Finding): string {
  const { base, candidate, unit } = finding;
  if (base === undefined) return "";
  if (base === candidate && relativeChange(finding) === 0) return `: ${formatFigure(base, unit)} ${unit}`;
  return `: ${formatFigure(base, unit)} -> ${formatFigure(candidate, unit)} ${unit} (${formatChange(finding)})`;
}

/** How much is as it was, and what changed though it passed. */
function summarise([subject, findings]: readonly [string, readonly Finding[]]): string {
  const changed = findings.filter((finding) => finding.base === undefined || relativeChange(finding) !== 0);
  const unchanged = findings.length - changed.length;
  const parts = [
    ...(unchanged === 0 ? [] : [`${counted(unchanged, "figure")} unchanged`]),
    ...changed.map((finding) =>
      finding.base === undefined
        ? `${finding.metric}${finding.reason === undefined ? "" : `: ${finding.reason}`}`
        : `${finding.metric} ${formatChange(finding)}`,
    ),
  ];
  return `${"pass".padEnd(WIDTH)} ${subject}: ${parts.join(", ")}`;
}
