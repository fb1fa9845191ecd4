import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Deed, listenToDeeds, readBytes, tellingOfRun, withReadFiles, writeFileAtomically } from "./index.js";
import { workingFile } from "./output/index.js";

test("Whoever listens is told which files were written and read, with their bytes, and what ran, until they stop", async () => {
  const folder = await mkdtemp(join(tmpdir(), "deeds-"));
  const path = join(folder, "a.txt");
  const deeds: Deed[] = [];
  const stop = listenToDeeds((deed) => deeds.push(deed));
  try {
    await writeFileAtomically({ path, kind: workingFile, content: "é" });
    await readBytes(path, { maximumBytes: 10 });
    await expect(tellingOfRun("git status", async () => Promise.reject(new Error("no git")))).rejects.toThrow("no git");
  } finally {
    stop();
    await rm(folder, { recursive: true });
  }
  await tellingOfRun("nothing", async () => undefined);
  expect(deeds).toEqual([
    { did: "wrote", path, bytes: 2 },
    { did: "read", path, bytes: 2 },
    { did: "ran", command: "git status", milliseconds: expect.any(Number) as number },
  ]);
});

test("Files that work reads are known when it is done, each once, and none that is read after it", async () => {
  const folder = await mkdtemp(join(tmpdir(), "deeds-"));
  const [one, other] = ["one", "other"].map((name) => join(folder, name)) as [string, string];
  const read = async (path: string) => (await readBytes(path, { maximumBytes: 10 })).length;
  try {
    for (const path of [one, other]) await writeFileAtomically({ path, kind: workingFile, content: path.slice(-3) });
    const reading = withReadFiles(async () => (await read(one)) + (await read(one)));
    expect(await reading).toEqual({ value: 6, files: [one] });
    await read(other);
    expect((await reading).files).toEqual([one]);
    await expect(withReadFiles(async () => Promise.reject(new Error("no work")))).rejects.toThrow("no work");
  } finally {
    await rm(folder, { recursive: true });
  }
});
