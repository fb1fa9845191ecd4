import { execFileSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { readGitState } from "./git.js";
import { askGit, withoutGitVariables } from "./runGit.js";

let folder: string;
const git = (...words: readonly string[]): string => execFileSync("git", words, { cwd: folder, encoding: "utf8" });
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "run-git-"));
  git("init", "--quiet");
  await writeFile(join(folder, "a"), "a");
  git("add", ".");
  git("-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "--quiet", "--message", "Begin");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

test("Nothing that git calls local to a repository is told to what is started here", () => {
  const local = git("rev-parse", "--local-env-vars").trim().split("\n");
  expect(local).toContain("GIT_DIR");
  const settings = [
    "GIT_NAMESPACE",
    "GIT_QUARANTINE_PATH",
    "GIT_CONFIG_KEY_0",
    "GIT_CONFIG_VALUE_0",
    "GIT_TEMPLATE_DIR",
  ];
  const given = Object.fromEntries([...local, ...settings].map((name) => [name, "x"]));
  const others = { PATH: "/bin", GIT_SSH_COMMAND: "ssh", GIT_COMMIT: "of a build server", GIT_CONFIG_GLOBAL: "/x" };
  expect(withoutGitVariables({ ...given, ...others })).toEqual(others);
});

test("The repository that is meant is the folder's, whatever the environment says", async () => {
  const revision = git("rev-parse", "HEAD").trim();
  for (const name of ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR"]) {
    vi.stubEnv(name, join(folder, "nowhere"));
  }
  expect(await readGitState(folder)).toEqual({ revision, dirty: false });
});

test("Asking writes nothing, the index included, and starts neither hooks nor monitors", async () => {
  const script = join(folder, ".git", "ran.sh");
  await writeFile(script, `#!/bin/sh\ntouch "${join(folder, "ran")}"\n`);
  await chmod(script, 0o755);
  git("config", "core.fsmonitor", script);
  await mkdir(join(folder, ".git/hooks"), { recursive: true });
  await writeFile(join(folder, ".git/hooks/post-index-change"), `#!/bin/sh\nexec ${script}\n`, { mode: 0o755 });
  // Another time of a file that did not change makes git write what it found into the index, if it may.
  await writeFile(join(folder, "a"), "a");
  const before = await stat(join(folder, ".git/index"));
  expect(await askGit(folder, ["status", "--porcelain"])).toBe("");
  expect((await stat(join(folder, ".git/index"))).mtimeMs).toBe(before.mtimeMs);
  expect(git("-c", "core.fsmonitor=false", "status", "--porcelain")).not.toContain("ran");
});
