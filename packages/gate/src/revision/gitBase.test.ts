import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { BaseFailedError, UnknownRevisionError } from "../errors.js";
import { GitBase } from "./gitBase.js";

let folder: string;
let temporary: string;
const git = (...args: string[]): string => execFileSync("git", args, { cwd: folder, encoding: "utf8" });
/** What is left of clones, by their folders. */
const clones = async (): Promise<number> =>
  (await readdir(temporary)).filter((name) => name.startsWith("linknet-base-")).length;

/** A repository of two revisions of one file; the second is checked out. */
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "git-base-"));
  temporary = await mkdtemp(join(tmpdir(), "git-base-place-"));
  vi.stubEnv("TMPDIR", temporary);
  git("init", "--quiet");
  git("config", "user.name", "Test");
  git("config", "user.email", "test@example.org");
  await mkdir(join(folder, "models"));
  for (const content of ["first", "second"]) {
    await writeFile(join(folder, "models", "a.onnx"), content);
    git("add", ".");
    git("commit", "--quiet", "-m", content);
  }
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const each of [folder, temporary]) await rm(each, { recursive: true });
});

/** A fake of a command line: writes what its checkout has into the folder that it is given last. */
const own = ["false"];
const commands = { setup: "cp models/a.onnx ready", linknet: "sh -c 'cp ready \"$1/out\"' fake" };

test("A file of another revision is that revision's, from a folder inside the repository too", async () => {
  const base = await GitBase.open({ own, revision: "HEAD~1", folder: join(folder, "models") });
  expect(await readFile((await base.file("a.onnx"))!, "utf8")).toBe("first");
  expect(await base.file("b.onnx")).toBeUndefined();
  await base.close();
});

test("The revision's own command line runs in a checkout that is set up once, and nothing of it is left", async () => {
  const out = join(folder, "it's here");
  await mkdir(out);
  const base = await GitBase.open({ own, revision: "HEAD~1", folder, commands });
  await base.linknet([out]);
  expect(await readFile(join(out, "out"), "utf8")).toBe("first");
  await base.linknet([out]);
  expect(await clones()).toBe(1);
  await base.close();
  expect(await clones()).toBe(0);
  expect(git("status", "--porcelain")).toBe('?? "it\'s here/"\n');
  expect(await readFile(join(folder, "models", "a.onnx"), "utf8")).toBe("second");
});

test.each(["no-such-branch", "--help", "HEAD:models"])(
  "The revision %s is refused with what to do",
  async (revision) => {
    await expect(GitBase.open({ own, revision, folder })).rejects.toThrow(UnknownRevisionError);
  },
);

test("A revision that a shallow clone lacks, and a folder without git, are told apart from a wrong name", async () => {
  const refused = (revision: string, place: string) =>
    GitBase.open({ own, revision, folder: place }).catch((error) => error);
  expect(await refused("no-such-branch", folder)).toMatchObject({
    message: expect.stringContaining("git knows no such"),
  });
  const shallow = join(temporary, "shallow");
  git("clone", "--quiet", "--depth", "1", `file://${folder}`, shallow);
  expect(await refused("HEAD~1", shallow)).toMatchObject({
    message: expect.stringContaining("this clone is shallow"),
    hint: expect.stringContaining("fetch-depth: 0"),
  });
  expect(await refused("HEAD", temporary)).toMatchObject({
    message: expect.stringContaining("in no repository of git"),
  });
});

test("A set-up that fails is an error with its last words, and nothing is left", async () => {
  const setup = "echo no compiler here >&2; exit 3";
  const base = await GitBase.open({ own, revision: "HEAD", folder, commands: { ...commands, setup } });
  const failed = base.linknet([folder]);
  await expect(failed).rejects.toThrow(BaseFailedError);
  await expect(failed).rejects.toThrow("it ended with 3, and said last:\n  no compiler here");
  await base.close();
  expect(await clones()).toBe(0);
});

test("Stopping ends the set-up and all that it started", async () => {
  const stop = new AbortController();
  const marker = join(folder, "marker");
  const setup = `sh -c 'sleep 2; touch "${marker}"'; true`;
  const options = { own, revision: "HEAD", folder, commands: { ...commands, setup }, signal: stop.signal };
  const base = await GitBase.open(options);
  const running = base.linknet([folder]);
  setTimeout(() => stop.abort(), 300);
  await expect(running).rejects.toThrow("aborted");
  await base.close();
  await new Promise((resolve) => setTimeout(resolve, 2500));
  expect(existsSync(marker)).toBe(false);
  expect(await clones()).toBe(0);
});
