import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { FileMissingError, FileTooLargeError, NotAFileError } from "./errors.js";
import { readBytes } from "./readBytes.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "files-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

test("A file is read whole when it is as large as allowed, and refused when larger", async () => {
  const path = join(folder, "a");
  await writeFile(path, "four");
  expect(Buffer.from(await readBytes(path, { maximumBytes: 4 })).toString()).toBe("four");
  await expect(readBytes(path, { maximumBytes: 3 })).rejects.toThrow(FileTooLargeError);
});

test("A file's first bytes are looked at before the rest is read, and the rest is whole after it", async () => {
  const path = join(folder, "a");
  await writeFile(path, "x".repeat(100));
  const heads: number[] = [];
  const limits = { maximumBytes: 100, checkHead: ({ length }: Uint8Array) => void heads.push(length) };
  expect(await readBytes(path, limits)).toHaveLength(100);
  expect(heads).toEqual([64]);
  const refusal = new Error("none that is wanted");
  const checkHead = (): never => {
    throw refusal;
  };
  await expect(readBytes(path, { maximumBytes: 100, checkHead })).rejects.toBe(refusal);
});

test("A missing file, a folder and a device are refused, each in its own words", async () => {
  await expect(readBytes(join(folder, "a"), { maximumBytes: 9 })).rejects.toThrow(FileMissingError);
  await expect(readBytes(folder, { maximumBytes: 9 })).rejects.toThrow("is a folder");
  await expect(readBytes("/dev/zero", { maximumBytes: 9 })).rejects.toThrow(NotAFileError);
});
