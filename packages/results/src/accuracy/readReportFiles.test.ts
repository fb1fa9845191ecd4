/** What a report's words name, on disk. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readReportFiles } from "./readReportFiles.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "report-files-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const write = async (name: string, text: string): Promise<void> => await writeFile(join(folder, name), text);
const read = async (): Promise<Awaited<ReturnType<typeof readReportFiles>>> =>
  await readReportFiles([folder], () => expect.unreachable());

test("A training's folder is its curves, with the name of its network where it has a recipe", async () => {
  const lines = [
    { kind: "update", update: 1, epoch: 0, loss: 2.5, gradientNorm: 1, rate: 0.1, batches: 1 },
    { kind: "epoch", update: 1, epoch: 0, values: { loss: 2.5, meanIou: 0.25 } },
  ];
  await write("metrics.jsonl", `${lines.map((each) => JSON.stringify(each)).join("\n")}\n`);
  for (const own of ["config.json", "survey.json"]) await write(own, "{}");
  expect((await read()).trainings).toMatchObject([{ name: basename(folder), updates: [{ loss: 2.5 }] }]);
  await write("recipe.json", '{ "network": "enet", "width": 0.25 }');
  const { results, accuracy, trainings } = await read();
  expect([results, accuracy]).toEqual([[], []]);
  expect(trainings[0]).toMatchObject({ network: "enet", width: 0.25, epochs: [{ values: { meanIou: 0.25 } }] });
});

test("What was no finite number, and the loss of no labelled pixel, are left out", async () => {
  const lines = [
    { kind: "update", update: 1, epoch: 0, loss: 0, batches: 0 },
    { kind: "update", update: 2, epoch: 0, loss: 2.5, batches: 1 },
    { kind: "epoch", update: 2, epoch: 0, values: { validationLoss: null, meanIou: 0.25 } },
  ];
  await write("metrics.jsonl", lines.map((each) => JSON.stringify(each)).join("\n"));
  const [training] = (await read()).trainings;
  expect(training!.updates.map(({ update }) => update)).toEqual([2]);
  expect(training!.epochs.map(({ values }) => values)).toEqual([{ meanIou: 0.25 }]);
});

test.each([
  ["{", "line 1 is not JSON"],
  ['{"kind": "update", "update": 1, "epoch": 0, "loss": null}', "line 1 is no metric: loss"],
  ['\n{"kind": "other"}', "line 2 is no metric"],
])("Curves that somebody broke are refused: %s", async (text, words) => {
  await write("metrics.jsonl", text);
  await expect(read()).rejects.toThrow(words);
});

test("Trainings of folders that are called alike have more of their paths for names, and say of which data they are", async () => {
  const line = JSON.stringify({ kind: "update", update: 1, epoch: 0, loss: 2.5 });
  const folders = ["runs/a", "other/a", "runs/b"].map((name) => join(folder, name));
  for (const each of folders) {
    await mkdir(each, { recursive: true });
    await writeFile(join(each, "metrics.jsonl"), line);
  }
  await writeFile(join(folders[2]!, "config.json"), '{ "linknetTraining": 1, "data": "/sets/CamVid/" }');
  const { trainings } = await readReportFiles(folders, () => expect.unreachable());
  expect(trainings.map(({ name, data }) => [name, data])).toEqual([
    ["runs/a", undefined],
    ["other/a", undefined],
    ["b", "CamVid"],
  ]);
});
