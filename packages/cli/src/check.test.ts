import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { XMLValidator } from "fast-xml-parser";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { runCommand } from "./recordedTerminal.test.support.js";

let folder: string;
let config: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "check-"));
  config = join(folder, "linknet.config.json");
  await choose({});
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

async function choose(options: object): Promise<void> {
  await writeFile(config, JSON.stringify({ subjects: [{ network: "enet", size: "64x48" }], ...options }));
}

interface Findings {
  readonly findings: readonly { readonly subject: string; readonly metric: string; readonly base: number }[];
}

const check = (flags = "") => runCommand(`check --config ${config} ${flags}`.trim());

test("Without a baseline it says how to make one; with one it passes; with a smaller one it fails and names layers", async () => {
  expect(await check()).toMatchObject({ code: 1, notes: expect.stringContaining("linknet check --update") });
  const first = await check("--update");
  expect(first).toMatchObject({
    code: 0,
    out: expect.stringMatching(/linknet\.baseline\.json: 7 figures of 1 subject recorded; commit it$/),
  });
  expect(first.out + first.notes).not.toContain("FAIL");
  const { out: passed, code: passes } = await check();
  expect(passes).toBe(0);
  expect(passed.split("\n")).toEqual([
    expect.stringMatching(/^PASS: 7 passed, against /),
    "pass         enet 64x48: 7 figures unchanged",
  ]);
  expect((await check("--verbose")).out.split("\n")).toHaveLength(8);

  const path = join(folder, "linknet.baseline.json");
  const { subjects, ...rest } = JSON.parse(await readFile(path, "utf8"));
  const [{ layers, metrics, ...subject }] = subjects;
  const [name, op, macs, ...others] = layers[0];
  const smaller = { ...subject, layers: [[name, op, macs - 1, ...others], ...layers.slice(1)] };
  const text = JSON.stringify({ ...rest, subjects: [{ ...smaller, metrics: { ...metrics, macs: metrics.macs - 1 } }] });
  await writeFile(path, text);
  const { code, out, notes } = await check();
  expect(code).toBe(1);
  expect(out).toContain("pass         enet 64x48: 6 figures unchanged");
  expect(out).toContain("FAIL: 1 failed, 6 passed");
  expect(out).toContain(`${name} (${op}): +1`);
  expect(notes).toContain("1 of 7 figures failed");
  await choose({ allowances: { macs: 1 } });
  expect((await check()).code).toBe(0);
  const again = await check("--update");
  expect(again.code).toBe(0);
  expect(again.out).toContain(`changed      enet 64x48, macs: `);
  expect(again.out).toContain(`${name} (${op}): +1`);
  expect(again.out + again.notes).not.toMatch(/fail/i);
  expect((await check("--update")).out).toContain("nothing changed");
});

test("A subject that cannot be read is an error of its own, and the others are judged; what was recorded of it stays", async () => {
  await runCommand(`export enet --size 64x48 -o ${folder}`);
  const subjects = [{ file: "enet-64x48.onnx" }, { network: "enet", size: "64x48" }];
  await choose({ subjects });
  await check("--update");
  await writeFile(join(folder, "enet-64x48.onnx"), "no model");
  await choose({ subjects: [...subjects, { file: "pointer.onnx" }, { network: "ennet", size: "64x48" }] });
  await writeFile(
    join(folder, "pointer.onnx"),
    `version https://git-lfs.github.com/spec/v1\noid sha256:${"a".repeat(64)}\nsize 9\n`,
  );
  for (const flags of ["", "--update"]) {
    const { code, out } = await check(flags);
    expect(code).toBe(1);
    expect(out).toMatch(/^error +enet-64x48\.onnx, count\n +.*no complete ONNX model/m);
    expect(out).toMatch(/^error +pointer\.onnx, count\n +.*only the pointer of Git LFS is here.*\n +git lfs pull/m);
    expect(out).toMatch(/^error +ennet 64x48, count\n +there is no network "ennet"; did you mean "enet"\?/m);
  }
  expect((await check()).out).toContain("pass         enet 64x48: 7 figures unchanged");
  const baseline = JSON.parse(await readFile(join(folder, "linknet.baseline.json"), "utf8"));
  expect(baseline.subjects.map(({ subject }: { subject: string }) => subject)).toEqual([
    "enet-64x48.onnx",
    "enet 64x48",
  ]);
});

test("JSON, JUnit, annotations and the job's summary all have the verdict", async () => {
  await check("--update");
  await choose({ subjects: [{ network: "enet", size: "64x64" }] });
  const [junit, summary] = [join(folder, "check.xml"), join(folder, "summary.md")];
  await writeFile(summary, "what another step wrote\n\n");
  vi.stubEnv("GITHUB_STEP_SUMMARY", summary);
  const { code, out, notes } = await check(`--json --github --junit ${junit}`);
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ verdict: "fail", findings: [{ subject: "enet 64x64", verdict: "fail" }] });
  expect(notes).toContain("::error title=enet 64x64%3A baseline::there is no count of it in the base");
  expect(await readFile(summary, "utf8")).toMatch(/^what another step wrote\n\n## linknet check: ❌ fail/);
  expect(XMLValidator.validate(await readFile(junit, "utf8"))).toBe(true);
});

test("A file is counted as well as a network, from the config's folder", async () => {
  await runCommand(`export enet --size 64x48 -o ${folder}`);
  await choose({ subjects: [{ file: "enet-64x48.onnx" }, { network: "enet", size: "64x48" }] });
  await check("--update");
  const { findings } = JSON.parse((await check("--json")).out) as { findings: { subject: string; base: number }[] };
  expect(findings.slice(0, 3).map(({ base }) => base)).toEqual(findings.slice(7, 10).map(({ base }) => base));
});

test("A file that leaves sizes open is counted at the config's, and without them says in the config's words what to add", async () => {
  const file = relative(folder, fileURLToPath(new URL("../../../fixtures/pytorch/unet-open.onnx", import.meta.url)));
  await choose({ subjects: [{ file }] });
  const { code, out } = await check("--update --json");
  expect(code).toBe(1);
  expect(JSON.parse(out).findings[0].layers.join()).toContain(
    'add "size": "640x360", or "input": { "image": "1x3x360x640" }',
  );
  const input = { image: "1x3x48x64" };
  await choose({
    subjects: [
      { file, size: "64x48" },
      { file, input },
      { file, size: "64x96" },
    ],
  });
  expect(await check("--update")).toMatchObject({ code: 0 });
  const { findings } = JSON.parse((await check("--json")).out) as Findings;
  const macs = findings.filter(({ metric }) => metric === "macs").map(({ base }) => base);
  expect(macs).toEqual([expect.any(Number), macs[0], 2 * macs[0]!]);
});

test("A network without a size is checked at its own", async () => {
  await choose({ subjects: [{ network: "enet" }, { network: "enet", size: "640x360" }] });
  expect(await check("--update")).toMatchObject({ code: 0 });
  const { findings } = JSON.parse((await check("--json")).out) as Findings;
  expect(findings[0]).toMatchObject({ subject: "enet", verdict: "pass" });
  const [own, given] = findings.filter(({ metric }) => metric === "macs").map(({ base }) => base);
  expect(own).toBe(given);
});

test("A wrong config is an error that names the field", async () => {
  await choose({ speed: { runtime: "tfjs/wasm" } });
  expect(await check()).toMatchObject({ code: 1, notes: expect.stringContaining("speed") });
});

/** A repository whose command line knows no network, as an older revision does not know a newer one's. */
async function commitOlderRevision(): Promise<void> {
  await writeFile(join(folder, "old.sh"), `echo 'error: there is no network "enet"' >&2; exit 2`);
  await choose({ base: { setup: "true", linknet: "sh old.sh" } });
  const git = (...words: string[]) => execFileSync("git", words, { cwd: folder });
  git("init", "--quiet");
  git("add", ".");
  git("-c", "user.name=Test", "-c", "user.email=test@example.org", "commit", "--quiet", "-m", "older");
}

test("What another revision does not have fails until the baseline has it, which is how a change says that it is wanted", async () => {
  await commitOlderRevision();
  const { code, out, notes } = await check("--against HEAD");
  expect(code).toBe(1);
  expect(out).toContain("there is no count of it in the base");
  expect(notes).toContain("linknet check --update");
  await check("--update");
  const again = await check("--against HEAD");
  expect(again).toMatchObject({ code: 0, out: expect.stringContaining("the committed baseline has just this") });
});

test("A revision that fails in another way is an error with its last words, and files are compared all the same", async () => {
  await runCommand(`export enet --size 64x48 -o ${folder}`);
  await commitOlderRevision();
  const subjects = [{ network: "enet", size: "64x48" }, { file: "enet-64x48.onnx" }];
  await choose({ subjects, base: { setup: "true", linknet: "sh no-such-script.sh" } });
  const { code, out } = await check("--against HEAD");
  expect(code).toBe(1);
  expect(out).toMatch(/^error +enet 64x48, count\n +in HEAD: "sh no-such-script\.sh export/m);
  expect(out).toContain("pass         enet-64x48.onnx: 7 figures unchanged");
});

test("Where a project has no command line of its own, this one reads what it had, with nothing to set up", async () => {
  await commitOlderRevision();
  await choose({});
  const { code, out, notes } = await check("--against HEAD");
  expect(code).toBe(0);
  expect(out).toContain("pass         enet 64x48: 7 figures unchanged");
  expect(notes).not.toContain("setting up");
});

test("A runtime that does not exist is refused before anything is counted or checked out", async () => {
  await choose({ speed: { runtimes: ["onnxruntime-nod/cpu"] } });
  expect(await check()).toMatchObject({
    code: 2,
    notes: expect.stringContaining('did you mean "onnxruntime-node/cpu"'),
  });
});

test("An artifact of a network that is far smaller runs in turn with this one, which fails as slower", async () => {
  await runCommand(`export linknet --size 160x96 --width 0.1 -o ${folder}`);
  const cell = "--networks linknet --sizes 160x96 --threads 1 --budget 20";
  const { code, out } = await runCommand(`bench --against ${join(folder, "linknet-160x96.onnx")} ${cell} --json`);
  expect(code).toBe(1);
  const { verdict, findings } = JSON.parse(out);
  expect(verdict).toBe("fail");
  expect(findings).toMatchObject([
    { subject: "linknet 160x96", metric: "latency on onnxruntime-node/cpu", verdict: "fail" },
  ]);
  expect(findings[0].candidate).toBeGreaterThan(2 * findings[0].base);
});

test.each([
  ["--against no-such-branch", 1, 'there is no revision "no-such-branch" here'],
  ["--against . --networks linknet,enet", 2, "one network at one size"],
  ["--against HEAD --plan plan.json", 2, "cannot be used with"],
])("bench %s is refused with what to do", async (flags, code, words) => {
  expect(await runCommand(`bench ${flags}`)).toMatchObject({ code, notes: expect.stringContaining(words) });
});

test("Results of one machine are compared cell by cell, and one that is no result is refused", async () => {
  const path = join(folder, "result.json");
  const suite = "--networks enet --sizes 64x48 --runtimes onnxruntime-node/cpu --threads 1 --budget 0.5 --no-roofs";
  await runCommand(`bench ${suite} -o ${path}`);
  const { code, out } = await runCommand(`compare ${path} ${path}`);
  expect(code).toBe(0);
  expect(out).toContain("x1.000");
  expect(await runCommand(`compare ${path} ${config}`)).toMatchObject({ code: 1 });
});
