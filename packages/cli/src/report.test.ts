import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runCommand } from "./recordedTerminal.test.support.js";

const published = new URL("../../../reports/two-core-epyc/result.json", import.meta.url);

let folder: string;
const at = (name: string): string => join(folder, name);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "report-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** The committed result, measured again and a tenth slower on each of `days`, the first as it was. */
async function writeDays(days: readonly string[]): Promise<void> {
  const text = await readFile(published, "utf8");
  for (const [index, day] of days.entries()) {
    const file = JSON.parse(text) as { createdAt: string; results: { latency?: Record<string, unknown> }[] };
    file.createdAt = `${day}T10:00:00.000Z`;
    for (const { latency } of file.results)
      for (const [name, value] of Object.entries(latency ?? {}))
        if (typeof value === "number") latency![name] = value * 1.1 ** index;
    await writeFile(at(`${day}.json`), JSON.stringify(file));
  }
}

test("A folder is read for every result file in it, and what is none is named", async () => {
  await writeDays(["2026-11-02", "2026-11-01"]);
  await writeFile(at("package.json"), "{}");
  await writeFile(at("half.json"), '{"schemaVersion":');
  await writeFile(at("notes.txt"), "not looked at");
  await mkdir(at("folder.json"));
  const { code, notes } = await runCommand(`report ${folder} --format csv -o ${at("out")}`);
  expect(code).toBe(0);
  expect(notes.split("\n").toSorted()).toEqual([
    expect.stringMatching(/^skipped: .*folder\.json/),
    expect.stringMatching(/^skipped: .*half\.json is not JSON/),
    expect.stringMatching(/^skipped: .*package\.json is no result file/),
  ]);
  const rows = parse<Record<string, string>>(await readFile(at("out/results.csv")), { columns: true });
  expect([...new Set(rows.map((row) => row["created_at"]))]).toEqual([
    "2026-11-01T10:00:00.000Z",
    "2026-11-02T10:00:00.000Z",
  ]);
  expect(await readdir(at("out"))).toEqual(["results.csv"]);
});

test("A folder with results of several days gives a trend in the usual formats", async () => {
  await writeDays(["2026-11-01", "2026-11-02"]);
  expect((await runCommand(`report ${folder} -o ${at("out")}`)).code).toBe(0);
  expect((await readdir(at("out"))).toSorted()).toEqual(["report.html", "report.md"]);
  expect(await readFile(at("out/report.md"), "utf8")).toContain("## Over time");
});

test("Named files that are no result files, and folders without any, are errors", async () => {
  await writeFile(at("package.json"), "{}");
  const named = await runCommand(`report ${at("package.json")} -o ${at("out")}`);
  expect(named).toMatchObject({ code: 1, notes: expect.stringContaining("is no result file") as string });
  const without = await runCommand(`report ${folder} -o ${at("out")}`);
  expect(without).toMatchObject({ code: 1, notes: expect.stringContaining("none of its 1 .json is one") as string });
  expect(await readdir(folder)).toEqual(["package.json"]);
});
