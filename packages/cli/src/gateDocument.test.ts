/** docs/gate-for-your-model.md, run as it is written, in somebody's repository with an ONNX file that PyTorch wrote. */
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { parse } from "yaml";
import { type Block, installInto, linesOf, readBlocks, root, runLine } from "./document.test.support.js";

vi.setConfig({ testTimeout: 300_000, hookTimeout: 60_000 });

/** With weights in a file beside it. */
const MODEL = "fixtures/pytorch/unet-external.onnx";

/** For images as large as the model's. */
const HEAVIER = `
import { conv2d, sequence } from "@linknet-kit/core";
export default sequence(conv2d({ filters: 256, kernel: 3, padding: 1 }), conv2d({ filters: 5, kernel: 3, padding: 1 }));
`;

interface Failed {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

let folder: string;
let blocks: readonly Block[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gate-document-"));
  blocks = await readBlocks("gate-for-your-model.md");
  await installInto(folder);
  await mkdir(join(folder, "models"));
  await cp(join(root, MODEL), join(folder, "models/net.onnx"));
  await cp(join(root, `${MODEL}.data`), join(folder, "models/unet-external.onnx.data"));
  await writeFile(join(folder, ".gitignore"), "node_modules\n");
  await git("init", "--quiet");
  for (const [name, value] of Object.entries({ "user.name": "Test", "user.email": "test@example.org" })) {
    await git("config", name, value);
  }
  await git("add", ".");
  await git("commit", "--quiet", "--message", "A model");
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function git(...words: readonly string[]): Promise<string> {
  return (await promisify(execFile)("git", words, { cwd: folder })).stdout;
}

const failureOf = async (done: Promise<string>): Promise<Failed> =>
  (await done.then(
    (stdout) => ({ code: 0, stdout, stderr: "" }),
    (error: unknown) => error,
  )) as Failed;

test("Every command of the document does what it says, and a model that costs more is refused", async () => {
  const printed = new Map<string, string>();
  const lines = linesOf(blocks);
  const updated = lines.lastIndexOf("npx linknet check --update");
  for (const line of lines.slice(0, updated)) printed.set(line, await runLine(folder, line));
  expect(printed.get("npx linknet count models/net.onnx")).toContain("GFLOPs, useful");
  expect(printed.get("npx linknet check --update")).toContain("7 figures of 1 subject");
  expect(printed.get("npx linknet check")).toMatch(/^PASS: 7 passed/);
  expect(await git("log", "--oneline")).toContain("What the model costs");

  // A lighter file of the same name would do no harm; this one costs more.
  await writeFile(join(folder, "node_modules/heavier.ts"), HEAVIER);
  await runLine(folder, "npx linknet export node_modules/heavier.ts --size 12x8 -o node_modules/heavier");
  await cp(join(folder, "node_modules/heavier/heavier-12x8.onnx"), join(folder, "models/net.onnx"));
  const failed = await failureOf(runLine(folder, "npx linknet check"));
  expect(failed).toMatchObject({ code: 1 });
  expect(failed.stdout).toMatch(/^FAIL: [1-7] failed/);
  expect(failed.stdout).toMatch(/fail +models\/net\.onnx, macs: [\d,]+ -> [\d,]+ MACs \(\+/);
  await git("add", "models");
  const refused = await failureOf(git("commit", "--quiet", "--message", "Heavier"));
  expect(refused.code).toBe(1);
  expect(await git("log", "--oneline")).not.toContain("Heavier");
  expect(await failureOf(runLine(folder, "npx linknet check --no-such-option"))).toMatchObject({ code: 2 });

  // From here on growth is wanted.
  for (const line of lines.slice(updated)) printed.set(line, await runLine(folder, line));
  await git("commit", "--quiet", "--all", "--message", "Heavier, and wanted");
  expect(await git("log", "--oneline")).toContain("Heavier, and wanted");
  const of = (words: string): string => [...printed].find(([line]) => line.includes(words))![1];
  expect(of("linknet verify")).toContain("passed");
  expect(of("linknet predict")).toContain("jetson-tx1");
  for (const file of ["net.svg", "result.json", "report/report.html", "smaller.onnx"]) {
    expect((await stat(join(folder, file))).size).toBeGreaterThan(100);
  }
  expect(JSON.parse(await readFile(join(folder, "result.json"), "utf8"))).toMatchObject({
    results: [{ outputCheck: { passed: true } }],
  });
});

test("The workflow is one, and runs what a project with linknet-kit has", async () => {
  const [yaml] = blocks.filter(({ language }) => language === "yaml");
  const { on, jobs } = parse(yaml!.text) as {
    readonly on: string;
    readonly jobs: { readonly check: { readonly steps: readonly { readonly run?: string }[] } };
  };
  expect(on).toBe("pull_request");
  const scripts = jobs.check.steps.flatMap(({ run }) => run ?? []);
  expect(scripts).toEqual(["npm ci --ignore-scripts", "npx --no linknet check --junit check.xml"]);
  await runLine(folder, scripts[1]!);
  expect(await readFile(join(folder, "check.xml"), "utf8")).toContain("<testsuite");
});
