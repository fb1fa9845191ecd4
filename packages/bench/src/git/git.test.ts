import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readGitState } from "./git.js";

describe("The revision", () => {
  let folder: string;
  const git = (...args: string[]) => execFileSync("git", args, { cwd: folder, encoding: "utf8" });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "git-"));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  test("is git's, clean or dirty", async () => {
    git("init", "--quiet");
    git("-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "--quiet", "--allow-empty", "-m", "Begin");
    const revision = git("rev-parse", "HEAD").trim();
    expect(await readGitState(folder)).toEqual({ revision, dirty: false });
    await writeFile(join(folder, "new"), "");
    expect(await readGitState(folder)).toEqual({ revision, dirty: true });
  });

  test("is unknown outside a repository, and where the folder is gone", async () => {
    expect(await readGitState(folder)).toEqual({ revision: "unknown" });
    expect(await readGitState(join(folder, "none"))).toEqual({ revision: "unknown" });
  });
});
