/** What the documentation and the action of GitHub say, done as they say it, in a repository that is not this one. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parse } from "yaml";
import { runCommand } from "./recordedTerminal.test.support.js";

const top = new URL("../../../", import.meta.url);
const LINKNET = fileURLToPath(new URL("../bin/linknet.js", import.meta.url));

interface Step {
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "action-"));
  git("init", "--quiet", "--initial-branch", "main");
  await writeFile(join(folder, ".gitignore"), "node_modules\nsummary.md\n");
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

function git(...words: readonly string[]): string {
  const user = ["-c", "user.name=Test", "-c", "user.email=test@example.org"];
  return execFileSync("git", [...user, ...words], { cwd: folder, encoding: "utf8" });
}

/** As a runner does it: the branch that the pull request goes to is one of the remote's. */
function commitAndBranch(): void {
  git("add", ".");
  git("commit", "--quiet", "--message", "Before");
  git("update-ref", "refs/remotes/origin/main", "HEAD");
}

async function exportModel(width: string): Promise<void> {
  await runCommand(`export enet --size 32x32 --width ${width} -o ${folder}`);
}

interface Ran {
  readonly status: number | null;
  readonly output: string;
  readonly summary: string;
}

/** One step, in the shell that GitHub runs it in. */
async function runStep(script: string, variables: Readonly<Record<string, string>>): Promise<Ran> {
  const summary = join(folder, "summary.md");
  const env = { ...process.env, GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: summary, ...variables };
  const { status, stdout, stderr } = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
    cwd: folder,
    env,
    encoding: "utf8",
  });
  return { status, output: stdout + stderr, summary: await readFile(summary, "utf8").catch(() => "") };
}

/** The action's step with these inputs, the others as they are unless given. */
async function runAction(given: Readonly<Record<string, string>>, baseRef: string): Promise<Ran> {
  const action = parse(await readFile(new URL("action.yml", top), "utf8")) as {
    readonly inputs: Readonly<Record<string, { readonly default: string }>>;
    readonly runs: { readonly steps: readonly [Required<Step>] };
  };
  const [{ run, env }] = action.runs.steps;
  const valueOf = (expression: string): string => {
    if (expression === "${{ github.base_ref }}") return baseRef;
    const [, input = ""] = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(expression) ?? [];
    return given[input] ?? action.inputs[input]!.default;
  };
  return await runStep(run, Object.fromEntries(Object.entries(env).map(([name, each]) => [name, valueOf(each)])));
}

test("The action checks a model beside the branch that a pull request goes to, in a repository without anything of Node's", async () => {
  await exportModel("0.5");
  await writeFile(join(folder, "linknet.config.json"), JSON.stringify({ subjects: [{ file: "enet-32x32.onnx" }] }));
  commitAndBranch();
  const command = `${process.execPath} ${LINKNET}`;
  expect(await runAction({ command }, "main")).toMatchObject({
    status: 0,
    summary: expect.stringContaining("✅ pass"),
  });
  await exportModel("1");
  const { status, output, summary } = await runAction({ command, junit: "check.xml" }, "main");
  expect(status).toBe(1);
  expect(output).toMatch(/^::error title=enet-32x32\.onnx%3A parameters::/m);
  expect(summary).toContain("❌ fail");
  expect(await readFile(join(folder, "check.xml"), "utf8")).toContain("<failure");
  // Outside a pull request there is the baseline alone, and none was written.
  expect((await runAction({ command }, "")).output).toContain("there is no baseline");
});

test("The workflow of the documentation runs as written in a project of npm's, which is installed anew for its base", async () => {
  const text = await readFile(new URL("docs/check.md", top), "utf8");
  const [, yaml = ""] = /```yaml\n(name: check\n[^]*?)```/.exec(text) ?? [];
  const workflow = parse(yaml) as { readonly jobs: { readonly check: { readonly steps: readonly Step[] } } };
  const scripts = workflow.jobs.check.steps.flatMap(({ run }) => run ?? []);
  expect(scripts).toHaveLength(2);

  // The package, as far as npm can tell: its name and its command.
  await mkdir(join(folder, "package"));
  const own = { name: "linknet-kit", version: "1.0.0", bin: { linknet: "linknet.js" } };
  await writeFile(join(folder, "package/package.json"), JSON.stringify(own));
  await writeFile(join(folder, "package/linknet.js"), `#!/usr/bin/env node\nimport(${JSON.stringify(LINKNET)});\n`);
  const project = { name: "theirs", private: true, devDependencies: { "linknet-kit": "file:./package" } };
  await writeFile(join(folder, "package.json"), JSON.stringify(project));
  const subjects = [{ network: "enet", size: "32x32" }];
  await writeFile(join(folder, "linknet.config.json"), JSON.stringify({ subjects }));
  execFileSync("npm", ["install", "--offline", "--no-audit", "--no-fund"], { cwd: folder, stdio: "ignore" });
  commitAndBranch();

  const [installed, checked] = [
    await runStep(scripts[0]!, {}),
    await runStep(scripts[1]!, { GITHUB_BASE_REF: "main" }),
  ];
  expect(installed).toMatchObject({ status: 0 });
  expect(checked).toMatchObject({ status: 0, summary: expect.stringContaining("✅ pass") });
  expect(checked.output).toContain("setting up origin/main: npm ci");
  expect(checked.output).toContain("pass         enet 32x32: 7 figures unchanged");
});
