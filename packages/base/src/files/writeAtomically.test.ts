import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DiskFullError, FolderMissingError, NotAFileError, NotWritableError, writeError } from "./errors.js";
import { workingFile } from "./output/index.js";
import { type FileContent, type WriteOptions, writeFileAtomically, writeFilesAtomically } from "./writeAtomically.js";

const run = promisify(execFile);
const built = new URL("../../dist/files/index.js", import.meta.url).href;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "files-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const write = (path: string, content: FileContent, options?: WriteOptions): Promise<number> =>
  writeFileAtomically({ path, kind: workingFile, content }, options);

const text = (path: string): Promise<string> => readFile(path, "utf8");

async function* chunks(...parts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield Buffer.from(part);
}

describe("one file", () => {
  test("holds its chunks in order, and its size is answered", async () => {
    const path = join(folder, "a.txt");
    expect(await write(path, chunks("one ", "two"))).toBe(7);
    expect(await text(path)).toBe("one two");
    expect(await readdir(folder)).toEqual(["a.txt"]);
  });

  test("may be given as text or as bytes", async () => {
    await write(join(folder, "text"), "größe");
    await write(join(folder, "bytes"), Uint8Array.of(104, 105));
    expect(await text(join(folder, "text"))).toBe("größe");
    expect(await text(join(folder, "bytes"))).toBe("hi");
  });

  test("replaces an older one, whose permissions it keeps", async () => {
    const path = join(folder, "a.txt");
    await writeFile(path, "old");
    await chmod(path, 0o640);
    await write(path, "new");
    expect(await text(path)).toBe("new");
    expect((await stat(path)).mode & 0o777).toBe(0o640);
  });

  test("goes where a link leads", async () => {
    await writeFile(join(folder, "real"), "old");
    await symlink("real", join(folder, "link"));
    await write(join(folder, "link"), "new");
    expect(await text(join(folder, "real"))).toBe("new");
  });

  test("may have a name as long as the file system allows", async () => {
    const name = "n".repeat(255);
    await write(join(folder, name), "x");
    expect(await readdir(folder)).toEqual([name]);
  });

  test("stays as it was when its content fails half-way, and that error is passed on", async () => {
    const path = join(folder, "a.txt");
    await writeFile(path, "old");
    const failure = new Error("the weights ran out");
    const failing = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from("half");
      throw failure;
    };
    await expect(write(path, failing())).rejects.toBe(failure);
    expect(await text(path)).toBe("old");
    expect(await readdir(folder)).toEqual(["a.txt"]);
  });

  test("leaves nothing when it is aborted between two chunks", async () => {
    const abort = new AbortController();
    const interrupted = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from("half");
      abort.abort(new Error("enough"));
      yield Buffer.from("more");
    };
    const writing = write(join(folder, "a.txt"), interrupted(), { signal: abort.signal });
    await expect(writing).rejects.toThrow("enough");
    expect(await readdir(folder)).toEqual([]);
  });
});

test("Folders that were made for what failed then are gone with it; others stay", async () => {
  await mkdir(join(folder, "here"));
  const failing = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.from("some");
    throw new Error("no more");
  };
  const writing = write(join(folder, "here", "new", "newer", "a.txt"), failing(), { makeFolders: true });
  await expect(writing).rejects.toThrow("no more");
  expect(await readdir(folder)).toEqual(["here"]);
  expect(await readdir(join(folder, "here"))).toEqual([]);
});

describe("several files", () => {
  test("take their names together", async () => {
    const files = [
      { path: join(folder, "data"), kind: workingFile, content: "1234" },
      { path: join(folder, "model"), kind: workingFile, content: "see data" },
    ];
    expect(await writeFilesAtomically(files)).toEqual([4, 8]);
    expect((await readdir(folder)).toSorted()).toEqual(["data", "model"]);
  });

  test("leave the older ones untouched when the last fails", async () => {
    await writeFile(join(folder, "data"), "old data");
    await writeFile(join(folder, "model"), "old model");
    const failing = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from("half");
      throw new Error("stop");
    };
    const files = [
      { path: join(folder, "data"), kind: workingFile, content: "new data" },
      { path: join(folder, "model"), kind: workingFile, content: failing() },
    ];
    await expect(writeFilesAtomically(files)).rejects.toThrow("stop");
    expect(await text(join(folder, "data"))).toBe("old data");
    expect(await text(join(folder, "model"))).toBe("old model");
    expect((await readdir(folder)).toSorted()).toEqual(["data", "model"]);
  });
});

describe("a failure says what to do", () => {
  test("when the folder is missing", async () => {
    const writing = write(join(folder, "no/such/a.txt"), "x");
    await expect(writing).rejects.toThrow(FolderMissingError);
    await expect(writing).rejects.toMatchObject({ hint: expect.stringContaining("create the folder") });
  });

  test("when the folder is a file", async () => {
    await writeFile(join(folder, "file"), "");
    await expect(write(join(folder, "file", "a.txt"), "x")).rejects.toThrow(FolderMissingError);
  });

  test("when the path is a folder", async () => {
    await mkdir(join(folder, "a.txt"));
    await expect(write(join(folder, "a.txt"), "x")).rejects.toThrow(NotAFileError);
    expect(await readdir(folder)).toEqual(["a.txt"]);
  });

  test("when the path is a device, which must not be renamed over", async () => {
    await expect(write("/dev/null", "x")).rejects.toThrow("is a special file");
  });

  test.each([
    ["EACCES", NotWritableError],
    ["EROFS", NotWritableError],
    ["ENOSPC", DiskFullError],
    ["EDQUOT", DiskFullError],
  ])("when the system answers %s", (code, expected) => {
    const error = writeError("out/a.onnx", Object.assign(new Error(code), { code }));
    expect(error).toBeInstanceOf(expected);
    expect(error.message).toContain("out/a.onnx");
    expect(error.hint).toMatch(/choose a folder/);
  });

  test("when there is no room, here for lack of room in the limit on a file's size", async () => {
    const script = `
      const { workingFile, writeFileAtomically } = await import(${JSON.stringify(built)});
      const error = await writeFileAtomically({ path: "big", kind: workingFile, content: new Uint8Array(1e6) }).catch((each) => each);
      console.log(error.code);`;
    const limited = ["-c", 'ulimit -f 16; exec "$0" --input-type=module -e "$1"', process.execPath, script];
    const { stdout } = await run("sh", limited, { cwd: folder });
    expect(stdout).toBe("DISK_FULL\n");
    expect(await readdir(folder)).toEqual([]);
  });

  test("and nothing is left when the process exits in the middle", async () => {
    const script = `
      const { workingFile, writeFileAtomically } = await import(${JSON.stringify(built)});
      const endless = async function* () {
        yield new Uint8Array(10);
        yield new Uint8Array(10);
        process.exit(3);
      };
      await writeFileAtomically({ path: "a", kind: workingFile, content: endless() });`;
    const exiting = run(process.execPath, ["--input-type=module", "-e", script], { cwd: folder });
    await expect(exiting).rejects.toMatchObject({ code: 3 });
    expect(await readdir(folder)).toEqual([]);
  });
});
