/** Folders of runs: whose they are, and what two processes that want one get. */
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jsonDocument } from "@linknet-kit/base/files";
import { afterEach, beforeEach, expect, test } from "vitest";
import { RunFolder } from "./runFolder.js";

let place: string;
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), "run-folder-"));
});
afterEach(async () => {
  await rm(place, { recursive: true });
});

test("A folder is of one run at a time, and gone again where nothing was written", async () => {
  const folder = join(place, "runs", "one");
  const open = await RunFolder.open(folder);
  await expect(RunFolder.open(folder, { resume: true })).rejects.toThrow(
    `${folder} is being written by process ${process.pid}`,
  );
  await open.close();
  expect(await readdir(place)).toEqual([]);
});

const mine = jsonDocument("document of mine", (document) => "mine" in document);

test("A folder with another's document is left alone, and so is one whose configuration says nothing", async () => {
  await writeFile(join(place, "mine.json"), '{ "yours": true }');
  await expect(RunFolder.open(place, { beside: { "mine.json": mine } })).rejects.toThrow("is not empty");
  for (const text of ["{", "null", '{ "name": "package" }']) {
    await writeFile(join(place, "config.json"), text);
    await expect(RunFolder.open(place, { resume: true })).rejects.toMatchObject({ code: "DAMAGED_RUN" });
  }
  expect((await readdir(place)).toSorted()).toEqual(["config.json", "mine.json"]);
});

test("What a process left that was killed before it learnt anything is begun anew", async () => {
  await writeFile(join(place, "config.json"), '{ "linknetTraining": 1, "epochs": 3 }');
  await writeFile(join(place, "mine.json"), '{ "mine": true }');
  await mkdir(join(place, ".linknet-0-0-0-0-0123456789ab.tmp"));
  const begun = await RunFolder.open(place, { beside: { "mine.json": mine } });
  expect(begun.config).toEqual({ epochs: 3 });
  await begun.close();
  await expect(RunFolder.open(place)).rejects.toThrow("holds a run already");
  await rm(join(place, "mine.json"));
  await (await RunFolder.open(place, { resume: true })).close();
});

test.each(["last.safetensors", "best.safetensors", "metrics.jsonl"])(
  "What a run learnt is not written over where its checkpoint is gone: %s",
  async (name) => {
    await writeFile(join(place, "config.json"), '{ "linknetTraining": 1, "epochs": 3 }');
    await writeFile(join(place, name), "");
    await expect(RunFolder.open(place)).rejects.toThrow("holds a run already");
    await expect(RunFolder.open(place, { resume: true })).rejects.toMatchObject({
      code: "DAMAGED_RUN",
      summary: `${join(place, "checkpoint.safetensors")} is gone, which says where the run stands; of what it learnt there is ${name}`,
      hint: expect.stringContaining("put a copy of the file there") as string,
    });
    await writeFile(join(place, "checkpoint.safetensors"), "");
    await (await RunFolder.open(place, { resume: true })).close();
  },
);
