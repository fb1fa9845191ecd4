/** Folders of runs: whose they are, and what two processes that want one get. */
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

test("What a process left that was killed before it learnt anything is begun anew", async () => {
  await writeFile(join(place, "config.json"), "{}");
  await writeFile(join(place, "mine.json"), "{}");
  await mkdir(join(place, ".linknet-0-0-0-0-0123456789ab.tmp"));
  await (await RunFolder.open(place, { beside: ["mine.json"] })).close();
  await expect(RunFolder.open(place)).rejects.toThrow("holds a run already");
  await rm(join(place, "mine.json"));
  await writeFile(join(place, "last.safetensors"), "");
  await expect(RunFolder.open(place)).rejects.toThrow("holds a run already");
  await (await RunFolder.open(place, { resume: true })).close();
});
