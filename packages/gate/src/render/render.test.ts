import { array, assert, constantFrom, option, asyncProperty, record, string } from "fast-check";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { expect, test } from "vitest";
import { type Finding, makeReport } from "../verdict.js";
import { renderAnnotations, renderSummary } from "./renderGithub.js";
import { renderJunit } from "./renderJunit.js";
import { renderText } from "./renderText.js";

const common = { subject: "linknet 640x360", unit: "MACs", allowance: "none" };
const failed: Finding = {
  ...common,
  metric: "macs",
  verdict: "fail",
  base: 1000,
  candidate: 1250,
  layers: ["a (conv): new, +250"],
};
const passed: Finding = { ...common, metric: "nodes", verdict: "pass", base: 3, candidate: 3 };
const unsure: Finding = {
  ...common,
  metric: "latency on a/b",
  verdict: "inconclusive",
  reason: "100 % noise\nin two lines",
};
const report = makeReport("main", [passed, unsure, failed]);

test("A report is as bad as its worst finding", () => {
  expect(report.verdict).toBe("fail");
  expect(makeReport("main", [passed, unsure]).verdict).toBe("inconclusive");
  expect(makeReport("main", [passed]).verdict).toBe("pass");
});

test("Text begins with the verdict, then has what failed with its layers", () => {
  expect(renderText(report).slice(0, 3)).toEqual([
    "FAIL: 1 failed, 1 inconclusive, 1 passed, against main",
    "fail         linknet 640x360, macs: 1,000 -> 1,250 MACs (+25.00 %)",
    "               a (conv): new, +250",
  ]);
});

test("A change is the estimate from pairs where there is one, not the quotient of two medians that a neighbour may have moved", () => {
  const slower: Finding = { ...failed, unit: "ms", base: 12, candidate: 16, ratio: 1.118 };
  expect(renderText(makeReport("main", [slower]))[1]).toContain("12.00 -> 16.00 ms (+11.80 %)");
});

test("JUnit has a case a figure; what is inconclusive was skipped", async () => {
  const parsed = new XMLParser({ ignoreAttributes: false }).parse(await renderJunit(report));
  const { testsuite } = parsed.testsuites;
  expect(testsuite).toMatchObject({ "@_name": "linknet 640x360", "@_tests": "3", "@_failures": "1", "@_skipped": "1" });
  expect(testsuite.testcase.map((each: Record<string, unknown>) => each["@_name"])).toEqual([
    "nodes",
    "latency on a/b",
    "macs",
  ]);
  expect(testsuite.testcase[2].failure["@_message"]).toContain("a (conv): new, +250");
  expect(testsuite.testcase[1].skipped["@_message"]).toContain("100 % noise");
});

test("Annotations are one line each, with what GitHub reads as its own escaped", () => {
  expect(renderAnnotations(report)).toEqual([
    "::error title=linknet 640x360%3A macs::1,000 to 1,250 MACs (+25.00 %25, allowed none); a (conv): new, +250",
    "::warning title=linknet 640x360%3A latency on a/b::100 %25 noise%0Ain two lines",
  ]);
});

test("Ten annotations at most, the last one says how many are missing", () => {
  const lines = renderAnnotations(
    makeReport(
      "main",
      Array.from({ length: 25 }, () => failed),
    ),
  );
  expect(lines).toHaveLength(10);
  expect(lines[9]).toBe("::error::and 16 more, see the job's summary");
});

test("A summary begins with the verdict and folds what passed", () => {
  const summary = renderSummary(report);
  expect(summary).toMatch(/^## linknet check: ❌ fail\n\n1 failed, 1 inconclusive, 1 passed, against main\.\n/);
  expect(summary.indexOf("| fail |")).toBeLessThan(summary.indexOf("<details>"));
});

test("A summary that GitHub would refuse has as many rows as fit, what failed first, and says how many are left out", () => {
  const many = Array.from({ length: 20_000 }, (): Finding => ({ ...failed, verdict: "pass" }));
  const summary = renderSummary(makeReport("main", [...many, failed]));
  expect(Buffer.byteLength(summary)).toBeLessThan(2 ** 20);
  expect(summary).toContain("1 failed, 20000 passed");
  const rows = summary.match(/^\| (fail|pass) \|/gm)!;
  expect(rows[0]).toBe("| fail |");
  expect(rows.length).toBeGreaterThan(1000);
  expect(summary).toContain(`${20_001 - rows.length} more do not fit here`);
});

test("Whatever names and reasons hold, JUnit is XML, annotations are single lines, tables keep their columns", async () => {
  const text = string({ unit: "binary", maxLength: 30 });
  const finding = record({
    subject: text,
    metric: text,
    unit: text,
    allowance: text,
    verdict: constantFrom("pass" as const, "fail" as const, "inconclusive" as const),
    reason: option(text, { nil: "" }),
    layers: array(text, { maxLength: 3 }),
  });
  await assert(
    asyncProperty(array(finding, { maxLength: 5 }), text, async (findings, base) => {
      const hostile = makeReport(base, findings);
      expect(XMLValidator.validate(await renderJunit(hostile))).toBe(true);
      for (const line of renderAnnotations(hostile)) expect(line).not.toMatch(/[\r\n]/);
      for (const line of renderSummary(hostile)
        .split("\n")
        .filter((each) => each.startsWith("| "))) {
        expect(line.match(/(?<!\\)\|/g)).toHaveLength(9);
      }
    }),
  );
});
