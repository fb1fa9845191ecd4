import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { exampleFile, exampleResult, exampleSuite } from "../exampleResults.test.fixture.js";
import { csvColumnNames, renderCsv } from "./csv.js";

type Row = Readonly<Record<string, string>>;
const size = { width: 64, height: 48 };
const read = (csv: string) => parse<Row>(csv, { columns: true, record_delimiter: "\r\n", relax_column_count: false });

test("A row holds what the file has, as an independent parser reads it", () => {
  const file = exampleFile(exampleSuite());
  const rows = read(renderCsv([file]));
  expect(rows).toHaveLength(file.results.length);
  for (const [index, row] of rows.entries()) {
    const { network, latency, status } = file.results[index]!;
    expect(row).toMatchObject({ network, status, created_at: file.createdAt, machine: "Example 9000 @ 2.20GHz" });
    expect(row["median_ms"]).toBe(latency === undefined ? "" : String(latency.medianMs));
    expect(row["samples"]).toBe(latency === undefined ? "" : String(latency.samplesMs.length));
    expect(row["most_ms"]).toBe(latency === undefined ? "" : String(Math.max(...latency.samplesMs)));
    expect(row["is_measurement"]).toBe(String(status === "valid" || status === "noisy"));
  }
  expect(rows.find((row) => row["network"] === "linknet" && row["width"] === "640")!["useful_gflops"]).toBe("19.478");
});

test("Results of several files follow each other, and of none there is the header alone", () => {
  const [first, second] = ["a", "b"].map((name) =>
    exampleFile([exampleResult(name, size)], { gitRevision: name.repeat(40) }),
  );
  expect(read(renderCsv([first!, second!])).map((row) => [row["network"], row["git_revision"]])).toEqual([
    ["a", "a".repeat(40)],
    ["b", "b".repeat(40)],
  ]);
  expect(renderCsv([])).toBe(`${csvColumnNames.join(",")}\r\n`);
});

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " \r\n=1", "\uFF1D1"])(
  "%o is no formula to a spreadsheet",
  (network) => {
    const [row] = read(renderCsv([exampleFile([exampleResult(network, size)])]));
    expect(row!["network"]).toMatch(/^'/);
  },
);

test("Whatever the texts are, there are as many rows and columns as results and names, and no line ends or formulas inside", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary" }), { minLength: 1, maxLength: 4 }), (texts) => {
      const results = texts.map((text) => exampleResult(text, size, { reason: text, device: `"${text}",` }));
      const csv = renderCsv([exampleFile(results)]);
      const rows = parse(csv, { record_delimiter: "\r\n" });
      expect(rows.map((row) => row.length)).toEqual(
        Array.from({ length: texts.length + 1 }, () => csvColumnNames.length),
      );
      for (const cell of rows.slice(1).flat()) expect(cell).not.toMatch(/^[=+@-]|[\p{Cc}\u2028\u2029]/u);
      expect(csv.split("\r\n")).toHaveLength(texts.length + 2);
    }),
  );
});

test("The documentation has every column, in order", () => {
  const text = readFileSync(new URL("../../../../docs/results-as-data.md", import.meta.url), "utf8");
  expect([...text.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name)).toEqual(csvColumnNames);
});
