import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCommand } from "./recordedTerminal.test.support.js";

let folder: string;
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "linknet-fleet-"));
  const cells = "--networks enet --sizes 32x32,48x32 --runtimes onnxruntime-node/cpu --threads 1 --budget 0.1";
  await runCommand(`plan ${cells} -o ${at("plan.json")}`);
  await runCommand(`bench --plan ${at("plan.json")} --shard 1/2 --no-roofs -o ${at("1-of-2.json")}`);
  await runCommand(`bench --plan ${at("plan.json")} --shard 2/2 --no-roofs -o ${at("2-of-2.json")}`);
}, 120_000);
afterAll(async () => {
  await rm(folder, { recursive: true });
});

test("The shards of a plan make one result file with every cell, also where one is handed in twice", async () => {
  const shards = ["1-of-2.json", "2-of-2.json", "1-of-2.json"].map(at).join(" ");
  const { code, notes } = await runCommand(`merge ${shards} -o ${at("merged.json")}`);
  expect(code).toBe(0);
  expect(notes).toContain("has every shard");
  const merged = JSON.parse(await readFile(at("merged.json"), "utf8")) as { results: { size: object }[] };
  expect(merged.results.map(({ size }) => size)).toEqual([
    { width: 32, height: 32 },
    { width: 48, height: 32 },
  ]);
});

test("A merge says which shards it lacks", async () => {
  const { notes } = await runCommand(`merge ${at("2-of-2.json")} -o ${at("half.json")}`);
  expect(notes).toContain("lacks 1 of 2 shards");
});

test("Results that cannot be merged are told apart by their names, and what is of no plan is said to be", async () => {
  const unplanned = JSON.parse(await readFile(at("1-of-2.json"), "utf8"));
  delete unplanned.suite.plan;
  await writeFile(at("page.json"), JSON.stringify(unplanned));
  for (const files of [
    ["page.json", "1-of-2.json"],
    ["1-of-2.json", "page.json"],
  ]) {
    const { code, notes } = await runCommand(`merge ${files.map(at).join(" ")} -o ${at("none.json")}`);
    expect(code).toBe(2);
    expect(notes).toContain(`${at("page.json")} cannot be merged: no plan says`);
  }
  const other = JSON.parse(await readFile(at("2-of-2.json"), "utf8"));
  await writeFile(at("other.json"), JSON.stringify({ ...other, gitRevision: "another" }));
  const { notes } = await runCommand(`merge ${at("1-of-2.json")} ${at("other.json")} -o ${at("none.json")}`);
  expect(notes).toContain(`${at("1-of-2.json")} and ${at("other.json")} cannot be merged: they differ in the revision`);
});

test("What a plan says comes next can be done", async () => {
  const single = "--networks enet --sizes 32x32 --runtimes onnxruntime-node/cpu --threads 1 --budget 0.1";
  const { notes } = await runCommand(`plan ${single} -o ${at("single.json")}`);
  const [, next] = /next: linknet (.*)$/m.exec(notes)!;
  expect((await runCommand(`${next} --no-roofs -o ${at("single-result.json")}`)).code).toBe(0);
});

test("A report takes shards as one measurement", async () => {
  const files = await readdir(folder);
  expect(files).toContain("1-of-2.json");
  await runCommand(`report ${at("1-of-2.json")} ${at("2-of-2.json")} --format markdown -o ${at("report")}`);
  const text = await readFile(at("report/report.md"), "utf8");
  expect(text).toContain("32x32");
  expect(text).toContain("48x32");
  expect(text).not.toMatch(/\bB: /);
});

test("Files go into folders that are made for them", async () => {
  for (const [command, file] of [
    [`fleet github ${at("plan.json")} --shards 2`, ".github/workflows/fleet.yml"],
    ["plan --networks enet --sizes 32x32 --budget 1", "plans/new/plan.json"],
    [`merge ${at("1-of-2.json")}`, "merged/whole.json"],
  ] as const) {
    const place = at(`made/${file}`);
    const { code, notes } = await runCommand(`${command} -o ${place}`);
    expect(notes).not.toContain("there is no folder");
    expect(code).toBe(0);
    expect((await readFile(place)).length).toBeGreaterThan(0);
  }
});

test("A plan has no more shards than there are networks and sizes", async () => {
  const { code, notes } = await runCommand(`bench --plan ${at("plan.json")} --shard 1/3 -o ${at("none.json")}`);
  expect(code).toBe(2);
  expect(notes).toContain("the plan has 2 networks and sizes to share");
});

test("Jobs of schedulers are printed for as many shards as the plan can have", async () => {
  const workflow = await runCommand(`fleet github ${at("plan.json")} --shards 2`);
  expect(workflow).toMatchObject({ code: 0, out: expect.stringContaining("${{ matrix.shard }}/2") as string });
  const job = await runCommand(`fleet kubernetes ${at("plan.json")} --shards 2 --image linknet --claim results`);
  expect(job).toMatchObject({ code: 0, out: expect.stringContaining("completionMode: Indexed") as string });
  const refused = await runCommand(`fleet github ${at("plan.json")} --shards 3`);
  expect(refused).toMatchObject({ code: 2, out: "" });
  expect(refused.notes).toContain('--shards is "3", expected at most 2');
  expect(refused.notes).not.toContain("i/n");
});
