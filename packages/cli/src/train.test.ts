/** `linknet train` as a process of its own: stopped, killed and without room for its checkpoint, beside one that nothing happened to. */
import { type ChildProcess, spawn } from "node:child_process";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type TemporaryFolder, makeTemporaryFolder } from "@linknet-kit/base/files";
import { writeCamvidScenes } from "@linknet-kit/data";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCommand } from "./recordedTerminal.test.support.js";

const COMMAND = fileURLToPath(new URL("../bin/linknet.js", import.meta.url));
const CHOICES = "--width 0.125 --batch 2 --epochs 3 --threads 1 --flip";

let folder: TemporaryFolder;
const place = (...names: readonly string[]) => join(folder.path, ...names);
const line = (output: string) => `train ${place("scenes")} ${CHOICES} -o ${place(output)}`;
beforeAll(async () => {
  folder = await makeTemporaryFolder("train");
  const size = { width: 32, height: 32 };
  await writeCamvidScenes(place("scenes"), { size, seed: 1, examples: { train: 8, val: 1 } });
});
afterAll(async () => {
  await folder.remove();
});

/** Runs it with a checkpoint after each update, and sends the signal once so many are in the folder. */
async function stopped(output: string, updates: number, signal: NodeJS.Signals) {
  const words = `${line(output)} --resume --save-every 0.000001`.split(" ");
  const child: ChildProcess = spawn(process.execPath, [COMMAND, ...words], { stdio: ["ignore", "ignore", "pipe"] });
  let notes = "";
  child.stderr?.on("data", (chunk: Buffer) => (notes += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const isThere = async () =>
    (await readFile(place(output, "metrics.jsonl"), "utf8").catch(() => "")).includes(`"update":${updates},`);
  while (child.exitCode === null && !(await isThere())) await new Promise((resolve) => setTimeout(resolve, 5));
  // Twice at once, as what runs a command often hands on what it was sent itself.
  child.kill(signal);
  child.kill(signal);
  return { code: await ended, signal: child.signalCode, notes };
}

const FILES = ["metrics.jsonl", "checkpoint.safetensors", "best.safetensors", "last.safetensors", "recipe.json"];
const contentOf = async (output: string) => await Promise.all(FILES.map((file) => readFile(place(output, file))));

test("A run that is stopped, killed, and then finds no room for a checkpoint ends as one that nothing happened to", async () => {
  const whole = await runCommand(line("whole"));
  expect(whole).toMatchObject({
    code: 0,
    out: expect.stringMatching(/whole: the best weights have mean IoU [\d.]+ %/),
  });
  expect(whole.notes).toMatch(/epoch 3\/3: loss [\d.]+, validation IoU [\d.]+ %/);
  expect(whole.notes).toContain(`next:\n  linknet evaluate ${place("whole")} --data ${place("scenes")}\n`);

  const first = await stopped("parts", 2, "SIGINT");
  expect(first).toMatchObject({
    code: 130,
    notes: expect.stringMatching(/stopped after update \d+;.*\nhint: linknet train --resume -o .*parts goes on/),
  });
  const second = await stopped("parts", 6, "SIGKILL");
  expect(second.signal).toBe("SIGKILL");

  const before = await readFile(place("parts/checkpoint.safetensors"));
  // The largest file that may be written stands in for the room that is left on a disk.
  const limited = spawn("sh", [
    "-c",
    `ulimit -f 100; exec "${process.execPath}" "${COMMAND}" ${line("parts")} --resume`,
  ]);
  let notes = "";
  limited.stderr.on("data", (chunk: Buffer) => (notes += chunk.toString()));
  expect(await new Promise((resolve) => limited.on("close", resolve))).toBe(1);
  expect(notes).toMatch(
    /error: there is no room left to write .*\n.*had before stays.*\nhint: free some space, then linknet train --resume/,
  );
  expect((await readFile(place("parts/checkpoint.safetensors"))).equals(before)).toBe(true);

  // The run knows its images and its options.
  expect((await runCommand(`train --resume -o ${place("parts")} --threads 1 --json`)).code).toBe(0);
  expect(await contentOf("parts")).toEqual(await contentOf("whole"));
  expect((await readdir(place("parts"))).filter((name) => name.startsWith("."))).toEqual([]);
});

test("The document has what was trained and measured; a run is not begun anew over another", async () => {
  const { code, out, notes } = await runCommand(`${line("whole")} --json`);
  expect({ code, notes }).toMatchObject({ code: 1, notes: expect.stringContaining("holds a run already") });
  expect(JSON.parse(out)).toMatchObject({ error: { code: "OCCUPIED_FOLDER" } });
  expect(notes).toContain(`hint: linknet train --resume -o ${place("whole")} goes on with it`);
  const again = await runCommand(`${line("whole")} --resume --json`);
  expect(again.notes).toContain("all of its 3 epochs are done; --epochs wants more");
  expect(JSON.parse(again.out)).toMatchObject({
    folder: place("whole"),
    recipe: { network: "linknet", labels: "camvid" },
    best: { metric: "meanIou" },
    epochs: [{ epoch: 0 }, { epoch: 1 }, { epoch: 2 }],
  });
});

test.each([
  [
    "--epsilon 1e-320",
    '--epsilon is "1e-320", expected a number above 0, at most 1, also once it is rounded to single',
  ],
  ["--lr 1e39", '--lr is "1e39", expected a number above 0, also once'],
  ["--weight-decay 1e-60", '--weight-decay is "1e-60", expected a number from 0 to 1, also once'],
  ["--momentum 0.99999999", '--momentum is "0.99999999", expected a number of 0 or more, below 1, also once'],
  ["--betas 0.9,0.99999999", '--betas is "0.9,0.99999999", expected two numbers in range'],
  ["--scale 1,0.5", '--scale is "1,0.5", expected the smaller number first, as in 0.5,1'],
  ["--accumulate 1e12", '--accumulate is "1e12", expected a whole number of at least 1, in nine digits at most'],
  ["--seed 9007199254740993", "expected a whole number of at least 0, in nine digits at most"],
])("%s is refused with what it may be", async (words, problem) => {
  const { code, notes } = await runCommand(`train ${place("scenes")} -o ${place("refused")} ${words}`);
  expect({ code, notes }).toEqual({ code: 2, notes: expect.stringContaining(problem) as string });
  expect(await readdir(folder.path)).not.toContain("refused");
});

test("More steps an update than an epoch has are told as those that it has", async () => {
  const words = "--width 0.125 --batch 8 --epochs 1 --threads 1 --no-validation";
  const { notes } = await runCommand(`train ${place("scenes")} ${words} --accumulate 100 -o ${place("one")}`);
  expect(notes).toContain("1 update an epoch in 1 step, batches of 8, rmsprop");
  const three = await runCommand(
    `train ${place("scenes")} ${words.replace("--batch 8", "--batch 3")} --accumulate 100 -o ${place("two")}`,
  );
  expect(three.notes).toContain("1 update an epoch in 2 steps, batches of 3 (2 images left out of each epoch,");
});

test("A run with parts of images says the size of both, and one whose rates end with its epochs that no more follow", async () => {
  const words = `--width 0.125 --batch 8 --epochs 1 --threads 1 --no-validation -o ${place("falling")}`;
  const choices = "--size 48x48 --crop 32x32 --schedule cosine";
  const { notes } = await runCommand(`train ${place("scenes")} ${words} ${choices}`);
  expect(notes).toContain("linknet of width 0.125 at 48x48, in parts of 32x32, on 8");
  const { notes: again } = await runCommand(`train --resume -o ${place("falling")}`);
  expect(again).toContain("all of its 1 epoch are done, and the rates of --schedule cosine end there");
});

test("The step is written for an engine elsewhere, and what is no file of ours is not replaced", async () => {
  const { code, out } = await runCommand(`train ${place("scenes")} ${CHOICES} --export-step ${place("step/one.onnx")}`);
  expect({ code, files: (await readdir(place("step"))).toSorted() }).toEqual({
    code: 0,
    files: ["one.json", "one.onnx", "one.safetensors", "one.updates.jsonl"],
  });
  expect(out.split("\n")[0]).toBe(place("step/one.onnx"));
  const again = await runCommand(
    `train ${place("scenes")} ${CHOICES} --export-step ${place("step/one.onnx")} --epochs 1`,
  );
  expect(again.code).toBe(0);
  await writeFile(place("step/one.onnx"), "mine");
  const foreign = await runCommand(`train ${place("scenes")} ${CHOICES} --export-step ${place("step/one.onnx")}`);
  expect(foreign).toMatchObject({ code: 1, notes: expect.stringContaining("no unchanged ONNX file") });
  const over = await runCommand(`train ${place("scenes")} ${CHOICES} --export-step ${place("scenes/x.bin")}`);
  expect(over).toMatchObject({ code: 2, notes: expect.stringContaining("no name of an ONNX file") });
});
