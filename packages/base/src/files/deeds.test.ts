import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Deed, listenToDeeds, readBytes, tellingOfRun, writeFileAtomically } from "./index.js";
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
