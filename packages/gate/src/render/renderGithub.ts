/**
 * A gate's report for GitHub Actions: annotations as workflow commands, and Markdown for the job's summary, within what GitHub takes:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
import { visibleText } from "@linknet-kit/base";
import { type Finding, type GateReport, isFailure } from "../verdict.js";
import { byVerdict, countVerdicts, describeFinding, formatChange, formatFigure, visibleLines } from "./figures.js";

/** Of each kind; GitHub drops the others of a step. */
const MOST_ANNOTATIONS = 10;
const MOST_CHARACTERS = 4000;
/** Of a step's summary, 1 MiB, with room for what others wrote. */
const MOST_SUMMARY_BYTES = 900_000;
/** Of a table that is cut off, with room for what stands around it. */
const MOST_ROW_BYTES = 890_000;

/** One line a finding that failed or is inconclusive; the last allowed line says how many are left out. */
export function renderAnnotations({ findings }: GateReport): readonly string[] {
  const sorted = byVerdict(findings);
  const unsure = sorted.filter(({ verdict }) => verdict === "inconclusive");
  return [...annotate("error", sorted.filter(isFailure)), ...annotate("warning", unsure)];
}

function annotate(level: "error" | "warning", own: readonly Finding[]): string[] {
  const shown = own.length > MOST_ANNOTATIONS ? own.slice(0, MOST_ANNOTATIONS - 1) : own;
  const lines = shown.map((finding) => {
    const title = `${finding.subject}: ${finding.metric}`;
    return `::${level} title=${escapeProperty(title)}::${escapeData(describeFinding(finding).slice(0, MOST_CHARACTERS))}`;
  });
  const left = own.length - shown.length;
  return left === 0 ? lines : [...lines, `::${level}::and ${left} more, see the job's summary`];
}

/** The verdict first, then a table of what did not pass; what passed is folded away. */
export function renderSummary(report: GateReport): string {
  const mark = { pass: "✅ pass", fail: "❌ fail", inconclusive: "❔ inconclusive" };
  const sorted = byVerdict(report.findings);
  const [open, passed] = [
    sorted.filter(({ verdict }) => verdict !== "pass"),
    sorted.filter(({ verdict }) => verdict === "pass"),
  ];
  const head = [
    `## linknet check: ${mark[report.verdict]}`,
    `${countVerdicts(report)}, against ${escapeMarkdown(report.base)}.`,
  ];
  const blocks = [
    ...(open.length === 0 ? [] : [tabulate(open)]),
    ...(passed.length === 0
      ? []
      : [`<details><summary>${passed.length} passed</summary>\n\n${tabulate(passed)}\n\n</details>`]),
  ];
  const whole = [...head, ...blocks, ""].join("\n\n");
  if (Buffer.byteLength(whole) <= MOST_SUMMARY_BYTES) return whole;
  return [...head, ...tabulateFitting(sorted), ""].join("\n\n");
}

/** As many rows as there is room for, the first ones. */
function tabulateFitting(findings: readonly Finding[]): readonly string[] {
  let room = MOST_ROW_BYTES;
  const fitting = findings.filter((finding) => (room -= Buffer.byteLength(rowOf(finding)) + 1) >= 0);
  return [
    tabulate(fitting),
    `${findings.length - fitting.length} more do not fit here; \`linknet check --json\` has them.`,
  ];
}

function rowOf(finding: Finding): string {
  const { verdict, subject, metric, base, candidate, unit, allowance, reason, layers = [] } = finding;
  const figures = [formatFigure(base, unit), formatFigure(candidate, unit), formatChange(finding), allowance];
  const notes = [...(reason === undefined ? [] : [reason]), ...layers].map(escapeMarkdown).join("<br>");
  return `| ${[verdict, subject, metric, ...figures].map(escapeMarkdown).join(" | ")} | ${notes} |`;
}

function tabulate(findings: readonly Finding[]): string {
  const titles = ["verdict", "of", "figure", "base", "now", "change", "allowed", "where it comes from"];
  return [`| ${titles.join(" | ")} |`, `|---|---|---|--:|--:|--:|---|---|`, ...findings.map(rowOf)].join("\n");
}

function escapeData(text: string): string {
  return visibleLines(text).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

function escapeMarkdown(text: string): string {
  return visibleText(text.replace(/\s+/g, " ")).replace(/[\\|`*_<>[\]#@]/g, "\\$&");
}
