import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { NotAFolderError, NotWritableError } from "./errors.js";
import { makeFolder } from "./folders.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "folders-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const isFolder = async (path: string): Promise<boolean> => (await stat(path)).isDirectory();

test("A folder is made with those above it, and one that is there stays", async () => {
  const path = join(folder, "a/b/c");
  await makeFolder(path);
  await writeFile(join(path, "kept"), "");
  await makeFolder(path);
  expect((await stat(join(path, "kept"))).isFile()).toBe(true);
});

test("Two that make the same folder at once both find it", async () => {
  const path = join(folder, "a/b/c");
  await Promise.all([makeFolder(path), makeFolder(path), makeFolder(join(path, "d"))]);
  expect(await isFolder(join(path, "d"))).toBe(true);
});

describe("There is an error", () => {
  test.each(["file", "file/below", "file/far/below"])("where a file is in the way of %s", async (path) => {
    await writeFile(join(folder, "file"), "");
    await expect(makeFolder(join(folder, path))).rejects.toThrow(NotAFolderError);
  });

  test("where the file system takes no folders", async () => {
    await expect(makeFolder("/proc/results/today")).rejects.toThrow(NotWritableError);
  });
});
