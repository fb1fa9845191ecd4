/**
 * A gate's report as JUnit XML, which CI systems show as tests: a suite a subject, a case a figure; what is inconclusive was skipped.
 * https://github.com/testmoapp/junitxml
 */
import { groups } from "d3-array";
import type { Finding, GateReport } from "../verdict.js";
import { describeFinding, visibleLines } from "./figures.js";

export async function renderJunit({ findings }: GateReport): Promise<string> {
  // A hundred and fifty files, which take longer to load than most checks take to run.
  const { create } = await import("xmlbuilder2");
  const suites = groups(findings, ({ subject }) => subject).map(([subject, own]) => ({
    "@name": clean(subject),
    ...counts(own),
    testcase: own.map(caseOf),
  }));
  const root = { testsuites: { "@name": "linknet check", ...counts(findings), testsuite: suites } };
  return `${create({ version: "1.0", encoding: "UTF-8" }, root).end({ prettyPrint: true })}\n`;
}

function counts(findings: readonly Finding[]) {
  const count = (verdict: Finding["verdict"]): number => findings.filter((each) => each.verdict === verdict).length;
  return {
    "@tests": findings.length,
    "@failures": count("fail"),
    "@errors": count("error"),
    "@skipped": count("inconclusive"),
  };
}

function caseOf(finding: Finding) {
  const text = clean(describeFinding(finding));
  const own = { "@classname": clean(finding.subject), "@name": clean(finding.metric) };
  if (finding.verdict === "error") return { ...own, error: { "@message": text } };
  if (finding.verdict === "fail") return { ...own, failure: { "@message": text } };
  if (finding.verdict === "inconclusive") return { ...own, skipped: { "@message": text } };
  return { ...own, "system-out": text };
}

/** Lines stay; what cannot be seen is shown, as it is everywhere; and XML lacks two characters more. */
function clean(text: string): string {
  return visibleLines(text).replace(/[\uFFFE\uFFFF]/g, "\uFFFD");
}
