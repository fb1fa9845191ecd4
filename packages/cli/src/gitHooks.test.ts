/**
 * The gate inside what git runs: hooks, aliases and rebases, which git hands its own repository, index and settings in the environment. The
 * oracle is git itself: the same commands, with a hook that does nothing, leave the repository in the same state to the byte.
 */
import { execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { chmod, cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCommand } from "./recordedTerminal.test.support.js";

const LINKNET = `"${process.execPath}" "${fileURLToPath(new URL("../bin/linknet.js", import.meta.url))}"`;
const AT = "2026-01-02T03:04:05+0000";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "git-hooks-"));
  await runCommand(`export enet --size 32x32 -o ${folder}`);
  await mkdir(join(folder, "home"));
  await writeFile(join(folder, "home/.gitconfig"), "[user]\nname = Test\nemail = test@example.org\n");
  await makeRepository(join(folder, "prepared"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** Of the user who commits: nothing of this machine's own, and always the same time, so that equal commits have equal names. */
const environment = (): NodeJS.ProcessEnv => ({
  PATH: process.env["PATH"],
  TMPDIR: process.env["TMPDIR"],
  HOME: join(folder, "home"),
  GIT_AUTHOR_DATE: AT,
  GIT_COMMITTER_DATE: AT,
});

function git(cwd: string, ...words: readonly string[]): string {
  return execFileSync("git", words, { cwd, env: environment(), encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** What the hooks run: both commands that look at another revision, in the folder of the commit. */
const CHECK = `${LINKNET} check --no-speed --against HEAD~1`;
const BENCH = `${LINKNET} bench --against HEAD~1 --networks enet --sizes 32x32 --threads 1 --budget 0.2`;

interface Scenario {
  /** In the repository's `.git`, or in what the worktree or submodule has instead. */
  readonly hook: string;
  /** What the user does. */
  readonly act: (repository: string, script: string) => void;
  readonly commands?: string;
}

const change = (place: string, name = "a"): string =>
  execFileSync("sh", ["-c", `echo more >> ${name}`], { cwd: place, encoding: "utf8" });

const scenarios: Readonly<Record<string, Scenario>> = {
  "pre-commit": { hook: "pre-commit", act: (at) => (change(at), git(at, "add", "a"), git(at, "commit", "-m", "four")) },
  "pre-commit, all that changed": {
    hook: "pre-commit",
    act: (at) => (change(at), git(at, "commit", "-a", "-m", "four")),
  },
  "pre-commit, one file of two": {
    hook: "pre-commit",
    act: (at) => (change(at), change(at, "b"), git(at, "add", "b"), git(at, "commit", "-m", "four", "--", "a")),
  },
  "pre-commit that measures": {
    hook: "pre-commit",
    act: (at) => (change(at), git(at, "commit", "-a", "-m", "four")),
    commands: BENCH,
  },
  "commit-msg": { hook: "commit-msg", act: (at) => (change(at), git(at, "commit", "-a", "-m", "four")) },
  "pre-push": { hook: "pre-push", act: (at) => git(at, "push", "--quiet", "../remote", "HEAD:main") },
  "pre-commit in a linked worktree": {
    hook: "pre-commit",
    act: (at) => {
      const tree = join(at, "../tree");
      git(at, "worktree", "add", "--quiet", "-b", "feature", tree);
      change(tree);
      git(tree, "commit", "-a", "-m", "four");
    },
  },
  "pre-push in a linked worktree": {
    hook: "pre-push",
    act: (at) => {
      git(at, "worktree", "add", "--quiet", "-b", "feature", "../tree");
      git(join(at, "../tree"), "push", "--quiet", "../remote", "feature");
    },
  },
  "pre-commit in a submodule": {
    hook: "none",
    act: (at, script) => {
      const library = join(at, "../library");
      git(at, "clone", "--quiet", at, library);
      git(at, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", library, "sub");
      const hook = join(at, ".git/modules/sub/hooks/pre-commit");
      writeFileSync(hook, `#!/bin/sh\nsh ${script}\n`, { mode: 0o755 });
      change(join(at, "sub"));
      git(join(at, "sub"), "commit", "--quiet", "-a", "-m", "four");
    },
  },
  "an alias in a folder below": {
    hook: "none",
    act: (at, script) => git(join(at, "below"), "-c", `alias.gate=!sh ${script}`, "gate"),
  },
  "a rebase": { hook: "none", act: (at, script) => git(at, "rebase", "--quiet", "-x", `sh ${script}`, "HEAD~1") },
  "variables set by hand": {
    hook: "none",
    act: (at, script) =>
      execFileSync("sh", [script], {
        cwd: at,
        env: { ...environment(), GIT_DIR: join(at, ".git"), GIT_WORK_TREE: at, GIT_INDEX_FILE: join(at, ".git/index") },
      }),
  },
};

/** The base's command line only copies what this one has exported before, into the folder that it is given last. */
const config = () => ({
  subjects: [{ network: "enet", size: "32x32" }],
  base: {
    setup: "true",
    linknet: `sh -c 'for last; do :; done; mkdir -p "$last" && cp "$0" "$last"' "${join(folder, "enet-32x32.onnx")}"`,
  },
});

/** Three commits and a folder below. */
async function makeRepository(at: string): Promise<void> {
  await mkdir(join(at, "below"), { recursive: true });
  git(at, "init", "--quiet", "--initial-branch", "main");
  await writeFile(join(at, "linknet.config.json"), JSON.stringify(config()));
  await writeFile(join(at, "below/linknet.config.json"), JSON.stringify(config()));
  for (const name of ["a", "b", "c"]) {
    await writeFile(join(at, name), name);
    git(at, "add", ".");
    git(at, "commit", "--quiet", "-m", name);
  }
}

async function addHook(gitFolder: string, hook: string, script: string): Promise<void> {
  await writeFile(join(gitFolder, "hooks", hook), `#!/bin/sh\nsh ${script}\n`);
  await chmod(join(gitFolder, "hooks", hook), 0o755);
}

const PLACES = ["repository", "remote", "tree", "library"];

/** All that git knows and all that lies there, but for the times in the index. */
async function stateOf(at: string): Promise<Readonly<Record<string, string>>> {
  const state: Record<string, string> = {};
  const walk = async (place: string): Promise<void> => {
    for (const entry of await readdir(join(folder, place), { withFileTypes: true })) {
      const path = join(place, entry.name);
      if (entry.isDirectory()) await walk(path);
      else if (entry.isFile() && entry.name !== "index") state[path] = await readFile(join(folder, path), "latin1");
    }
  };
  for (const place of PLACES) if (existsSync(join(folder, place))) await walk(place);
  for (const place of [at, join(folder, "tree")].filter((each) => existsSync(each))) {
    state[`status of ${place}`] = git(place, "status", "--porcelain=2", "--branch");
    state[`index of ${place}`] = git(place, "ls-files", "--stage", "--debug").replace(/^ {2}.*\n/gm, "");
  }
  return state;
}

/** The state after the scenario, with a hook that runs these commands and lets everything pass. */
async function after({ hook, act }: Scenario, commands: string): Promise<Readonly<Record<string, string>>> {
  const at = join(folder, "repository");
  const script = join(folder, "hook.sh");
  await writeFile(script, commands);
  await cp(join(folder, "prepared"), at, { recursive: true });
  git(folder, "init", "--quiet", "--bare", "remote");
  git(at, "update-index", "--refresh");
  if (hook !== "none") await addHook(join(at, ".git"), hook, script);
  act(at, script);
  await writeFile(script, "");
  const state = await stateOf(at);
  for (const place of PLACES) await rm(join(folder, place), { recursive: true, force: true });
  return state;
}

describe("Another revision is looked at, and the repository is as if it had not been, in", () => {
  test.each(Object.entries(scenarios))("%s", async (_, scenario) => {
    const { commands = CHECK } = scenario;
    const ran = join(folder, "ran");
    const untouched = await after(scenario, "exit 0");
    const touched = await after(scenario, `${commands} > ${ran} 2>&1\necho "ended with $?" >> ${ran}\nexit 0\n`);
    expect(await readFile(ran, "utf8")).toMatch(/^(PASS|INCONCLUSIVE): [^]*ended with 0\n$/m);
    expect(touched).toEqual(untouched);
  });
});
