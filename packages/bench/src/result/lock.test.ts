import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { FolderMissingError } from "@linknet-kit/files";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ResultFileLockedError } from "./errors.js";
import { lockResultFile } from "./lock.js";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lock-"));
  path = join(folder, "result.json");
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

test("A file is locked once, and again after it was given back", async () => {
  const unlock = await lockResultFile(path);
  await expect(lockResultFile(path)).rejects.toThrow(ResultFileLockedError);
  await expect(lockResultFile(path)).rejects.toThrow(`is being written by process ${process.pid}`);
  await unlock();
  expect(await readdir(folder)).toEqual([]);
  await (await lockResultFile(path))();
});

test("The lock of a process that is gone is taken over", async () => {
  const gone = spawn(process.execPath, ["-e", ""]);
  await once(gone, "exit");
  await writeFile(`${path}.lock`, `${gone.pid} ${hostname()}\n`);
  await lockResultFile(path);
  expect(await readFile(`${path}.lock`, "utf8")).toContain(String(process.pid));
});

test("A lock with this process's number that it never took is one of a process before it, in a container started again", async () => {
  await writeFile(`${path}.lock`, `${process.pid} ${hostname()}\n`);
  await (await lockResultFile(path))();
  expect(await readdir(folder)).toEqual([]);
});

test.each(["1 another-machine\n", ""])("A lock that cannot be asked is respected: %o", async (claim) => {
  await writeFile(`${path}.lock`, claim);
  const locking = lockResultFile(path);
  await expect(locking).rejects.toThrow(ResultFileLockedError);
  await expect(locking).rejects.toMatchObject({ hint: expect.stringContaining(`delete ${path}.lock`) });
});

test("A folder that is not there is told before anything is measured", async () => {
  await expect(lockResultFile(join(folder, "no", "r.json"))).rejects.toThrow(FolderMissingError);
});
