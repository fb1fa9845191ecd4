/** From weights over scenes to a report, as somebody would type it. */
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, unlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeCamvidScenes } from "@linknet-kit/data";
import { readAccuracyFile } from "@linknet-kit/results/files";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { renderAccuracy } from "./renderAccuracy.js";
import { recordingStream, runCommand } from "./recordedTerminal.test.support.js";
import { processTerminal } from "./terminal.js";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const NETWORK = "--width 0.125 --size 32x32";
let folder: string;
const at = (name: string): string => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "evaluate-command-"));
  await writeCamvidScenes(at("scenes"), { size: { width: 48, height: 32 }, seed: 1, examples: { test: 2 } });
  await runCommand(`export enet ${NETWORK} --classes 12 --to safetensors,onnx -o ${at("net")}`);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});
const evaluate = async (words: string) => await runCommand(`evaluate ${words}`.replaceAll("@", `${folder}/`));

test("Weights are scored, the accuracy file is what --json prints, and a report takes it with curves", async () => {
  const words = `enet --weights @net/enet.safetensors ${NETWORK} --data @scenes --triples 1 -o @accuracy.json --json`;
  const { code, out, notes } = await evaluate(words);
  expect({ code, notes }).toEqual({
    code: 0,
    notes: expect.stringMatching(/mean IoU \d+\.\d\d %\nwrote .*accuracy\.json\nno mean was taken from images/),
  });
  const file = await readAccuracyFile(at("accuracy.json"));
  expect(JSON.parse(out)).toEqual(file);
  expect(file).toMatchObject({ dataSet: { name: "scenes", split: "test", images: 2 }, results: [{ network: "enet" }] });

  await mkdir(at("run"));
  const lines = [
    { kind: "update", update: 1, epoch: 0, loss: 2.5 },
    { kind: "epoch", update: 1, epoch: 0, values: { meanIou: 0.25 } },
  ];
  await writeFile(at("run/metrics.jsonl"), lines.map((line) => JSON.stringify(line)).join("\n"));
  const report = await runCommand(`report ${at("accuracy.json")} ${at("run")} -o ${at("report")}`);
  expect(report.code).toBe(0);
  const markdown = await readFile(at("report/report.md"), "utf8");
  for (const part of [
    "# Accuracy report",
    "## Training",
    "Table V",
    "| LinkNet | published |",
    "| measured |",
    "doubtful",
  ])
    expect(markdown).toContain(part);
  expect(await readFile(at("report/report.html"), "utf8")).toContain(file.results[0]!.triples![0]!.prediction);
  const data = await runCommand(`report ${at("accuracy.json")} --format csv -o ${at("data")}`);
  expect(data).toMatchObject({ code: 1, notes: expect.stringContaining("no result file among") as string });
});

test("Text is within 80 columns, published and measured apart", async () => {
  const { code, out } = await evaluate("@net/enet-32x32.onnx --data @scenes");
  expect(code).toBe(0);
  expect(out).toContain("measured here, in percent");
  expect(out).toContain("published in the LinkNet paper, not measured here: Table V");
  const file = await readAccuracyFile(at("accuracy.json"));
  const { stream, text } = recordingStream({ isTTY: true, columns: 80 });
  processTerminal({ stdout: stream, stderr: recordingStream().stream }, {}).out(
    renderAccuracy({ ...file, results: [...file.results, ...file.results] }),
  );
  for (const line of text().split("\n")) expect(line.length).toBeLessThanOrEqual(80);
});

test("Nothing that is read is replaced, whatever is forced: lists, pictures, labels, recipes and weights", async () => {
  const recipe = { version: 1, network: "enet", width: 0.125, size: { width: 32, height: 32 }, labels: "camvid" };
  await mkdir(at("trained"));
  await writeFile(at("trained/recipe.json"), JSON.stringify({ ...recipe, channels: 12, mean: [0, 0, 0] }));
  await copyFile(at("net/enet.safetensors"), at("trained/best.safetensors"));
  await symlink("scenes/test/scene_000001.png", at("link.json"));
  for (const name of [
    "trained/recipe.json",
    "trained/best.safetensors",
    "scenes/test.txt",
    "scenes/test/scene_000000.png",
    "scenes/testannot/scene_000001.png",
    "link.json",
  ]) {
    const before = await readFile(at(name));
    const { code, notes } = await evaluate(`@trained --data @scenes -o @${name} --force`);
    expect({ code, notes }).toEqual({ code: 1, notes: expect.stringContaining("is read by this command") as string });
    expect(notes).not.toContain("mean IoU");
    expect((await readFile(at(name))).equals(before)).toBe(true);
  }
});

test("What is missing or broken is an error that names it, and nothing is written", async () => {
  await expect(evaluate("@net/enet-32x32.onnx --data @nowhere -o @none.json")).resolves.toMatchObject({
    code: 1,
    notes: expect.stringContaining("nowhere") as string,
  });
  await writeCamvidScenes(at("holes"), { size: { width: 48, height: 32 }, seed: 1, examples: { test: 1 } });
  await unlink(at("holes/testannot/scene_000000.png"));
  const { code, notes } = await evaluate("@net/enet-32x32.onnx --data @holes -o @none.json");
  expect(code).toBe(1);
  expect(notes).toContain("scene_000000.png");
  await expect(readFile(at("none.json"))).rejects.toThrow("ENOENT");
  const text = await readFile(at("accuracy.json"), "utf8");
  await writeFile(at("changed.json"), text.replace(/"meanIou": [\d.e-]+/, '"meanIou": 0.99'));
  const report = await runCommand(`report ${at("changed.json")} -o ${at("other")}`);
  expect(report).toMatchObject({ code: 1, notes: expect.stringContaining("the means are not those") as string });
});
