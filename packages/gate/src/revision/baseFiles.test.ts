/** Files of another revision by their paths here, however these lead there; the repositories are git's own. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, readdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { buildGraph, conv2d, float32, scrambledWeights } from "@linknet-kit/core";
import { writeOnnx } from "@linknet-kit/onnx";
import { writeTfjs } from "@linknet-kit/tfjs";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  FileNotFetchedError,
  OutsideRepositoryError,
  PartialCloneError,
  SubmoduleMissingError,
  UnknownRevisionError,
} from "../errors.js";
import { countFile } from "../exact/metrics.js";
import { GitBase } from "./gitBase.js";

let folder: string;
let repository: string;
// Fetching again starts housekeeping in the background, which would still write while the folder is removed.
const SETTINGS = ["user.name=a", "user.email=a@b.c", "protocol.file.allow=always", "gc.auto=0"];
const git = (cwd: string, ...words: readonly string[]): string =>
  execFileSync("git", [...SETTINGS.flatMap((setting) => ["-c", setting]), ...words], {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "base-files-"));
  repository = join(folder, "repository");
  await mkdir(repository);
  git(repository, "init", "--quiet");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

async function put(path: string, content: string, at = repository): Promise<void> {
  await mkdir(dirname(join(at, path)), { recursive: true });
  await writeFile(join(at, path), content);
}

function commit(at = repository): void {
  git(at, "add", "--all");
  git(at, "commit", "--quiet", "--message", "change");
}

/** What the revision has at a path, given from a folder. */
async function contentAt(path: string, { from = repository, revision = "HEAD" } = {}): Promise<string | undefined> {
  const base = await GitBase.open({ own: ["false"], revision, folder: from });
  try {
    const copy = await base.file(path);
    return copy && (await readFile(copy, "utf8"));
  } finally {
    await base.close();
  }
}

test("Files are found whatever they are called, by their path from the folder or from the root", async () => {
  const names = ["deep/below/a.onnx", "a b.onnx", ":(top)*.onnx", "-n.onnx", "ü\n\t\"'.onnx", "a%s$HOME.onnx"];
  for (const name of names) await put(name, `before ${name}`);
  commit();
  for (const name of names) await put(name, "after");
  for (const name of names) expect(await contentAt(name)).toBe(`before ${name}`);
  expect(await contentAt(join(repository, "a b.onnx"))).toBe("before a b.onnx");
});

test("A graph model of tfjs comes with its shards, and is counted as it was", async () => {
  const layer = conv2d({ filters: 4, kernel: 3, padding: 1 });
  const write = async (side: number): Promise<void> => {
    const graph = buildGraph("small", { name: "image", type: float32(1, 3, side, side) }, layer, "logits");
    await writeTfjs({ graph, weights: scrambledWeights(graph, 1) }, join(repository, "web"));
  };
  await write(8);
  commit();
  await write(16);
  const base = await GitBase.open({ own: ["false"], revision: "HEAD", folder: repository });
  try {
    const [before, now] = [await base.file("web/model.json"), join(repository, "web/model.json")];
    const [was, is] = [await countFile("web", before!), await countFile("web", now)];
    expect(was).toMatchObject({ inputs: ["image 1x3x8x8"], metrics: { parameters: 112, macs: 64 * 3 * 4 * 9 } });
    expect(is).toMatchObject({ inputs: ["image 1x3x16x16"], metrics: { parameters: 112, macs: 256 * 3 * 4 * 9 } });
    expect(was.nodes.map(([, op]) => op).toSorted()).toEqual(["Placeholder", "_FusedConv2D"]);
    expect(was.tensors.some(([, bytes]) => bytes === 4 * 3 * 4 * 9)).toBe(true);
  } finally {
    await base.close();
  }
});

test("The folder may be named through a link, and the path through one that leads in from outside", async () => {
  await put("models/a.onnx", "before");
  commit();
  await symlink(repository, join(folder, "link"));
  expect(await contentAt("models/a.onnx", { from: join(folder, "link") })).toBe("before");
  expect(await contentAt(join(folder, "link/models/a.onnx"))).toBe("before");
});

test("Links of the revision are followed as they led then, to what was there then", async () => {
  await put("models/v1.onnx", "one");
  await put("models/v2.onnx", "two");
  await symlink("v1.onnx", join(repository, "models/latest.onnx"));
  await symlink("models", join(repository, "current"));
  await symlink("loop.onnx", join(repository, "loop.onnx"));
  await symlink("/etc/hostname", join(repository, "outside.onnx"));
  await symlink("../../hostname", join(repository, "models/above.onnx"));
  commit();
  await rm(join(repository, "models/latest.onnx"));
  await symlink("v2.onnx", join(repository, "models/latest.onnx"));
  expect(await contentAt("models/latest.onnx")).toBe("one");
  expect(await contentAt("current/latest.onnx")).toBe("one");
  for (const name of ["loop.onnx", "outside.onnx", "models/above.onnx"]) expect(await contentAt(name)).toBeUndefined();
});

test("A file in a submodule is that of the commit which the revision names", async () => {
  const library = join(folder, "library");
  await mkdir(library);
  git(library, "init", "--quiet");
  await put("a.onnx", "first", library);
  commit(library);
  git(repository, "submodule", "--quiet", "add", library, "models/library");
  commit();
  await put("a.onnx", "second", library);
  commit(library);
  git(join(repository, "models/library"), "pull", "--quiet");
  commit();
  expect(await contentAt("models/library/a.onnx", { revision: "HEAD~1" })).toBe("first");
  expect(await contentAt("models/library/a.onnx")).toBe("second");
  expect(await contentAt("models/library/none.onnx")).toBeUndefined();
  git(repository, "submodule", "--quiet", "deinit", "--force", "models/library");
  await expect(contentAt("models/library/a.onnx")).rejects.toThrow(SubmoduleMissingError);
});

test("A file that was renamed since is compared with what it was, also where only its capitals changed", async () => {
  await put("before.onnx", "the same thing\n".repeat(20));
  await put("Models/a.onnx", "capital");
  commit();
  git(repository, "mv", "before.onnx", "after.onnx");
  expect(await contentAt("after.onnx")).toBe("the same thing\n".repeat(20));
  await rename(join(repository, "Models"), join(repository, "models"));
  expect(await contentAt("models/a.onnx")).toBe("capital");
  expect(await contentAt("new.onnx")).toBeUndefined();
});

test("Weights come along from the files that the model names, whatever they are called", async () => {
  const layer = conv2d({ filters: 64, kernel: 3 });
  const graph = buildGraph("small", { name: "image", type: float32(1, 3, 8, 8) }, layer, "logits");
  const path = join(repository, "models/a.onnx");
  await put("models/a.onnx", "");
  await writeOnnx({ graph, weights: scrambledWeights(graph, 1) }, path, { externalDataBytes: 100 });
  // The name stands in the file behind its length, so that one of the same length can be written over it.
  const bytes = await readFile(path, "latin1");
  await writeFile(path, bytes.replaceAll("a.onnx.data", "b-weights.w"), "latin1");
  await rename(`${path}.data`, join(repository, "models/b-weights.w"));
  commit();
  const now = await countFile("a", path);
  const base = await GitBase.open({ own: ["false"], revision: "HEAD", folder: repository });
  expect(await countFile("a", (await base.file("models/a.onnx"))!)).toEqual(now);
  await base.close();
});

test("A file that Git LFS keeps is read where its content lies, and otherwise is an error that says how to fetch it", async () => {
  const content = "large";
  const sha256 = createHash("sha256").update(content).digest("hex");
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${sha256}\nsize ${content.length}\n`;
  await put("a.onnx", pointer);
  commit();
  await expect(contentAt("a.onnx")).rejects.toThrow(FileNotFetchedError);
  await put(`.git/lfs/objects/${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`, content);
  expect(await contentAt("a.onnx")).toBe(content);
  git(repository, "worktree", "add", "--quiet", join(folder, "tree"));
  expect(await contentAt("a.onnx", { from: join(folder, "tree") })).toBe(content);
});

describe("Files that git puts through a filter of the user's", () => {
  const setUp = async (): Promise<void> => {
    git(repository, "config", "filter.shift.clean", "tr a-z b-za");
    git(repository, "config", "filter.shift.smudge", "tr b-za a-z");
    await put(".gitattributes", "*.onnx filter=shift\n");
    await put("a.onnx", "before");
    commit();
    expect(git(repository, "cat-file", "blob", "HEAD:a.onnx")).toBe("cfgpsf");
  };

  test("are what a checkout of them is", async () => {
    await setUp();
    await put("a.onnx", "after");
    expect(await contentAt("a.onnx")).toBe("before");
  });

  test("are refused where it must run and does not", async () => {
    await setUp();
    git(repository, "config", "filter.shift.required", "true");
    git(repository, "config", "filter.shift.smudge", "false");
    await expect(contentAt("a.onnx")).rejects.toThrow(`git's filter "shift" failed on "a.onnx"`);
  });
});

describe.each(["blob:none", "tree:0"])("In a clone that lacks the files of other revisions (%s)", (filter) => {
  const clone = async (): Promise<string> => {
    git(repository, "config", "uploadpack.allowFilter", "true");
    git(repository, "config", "uploadpack.allowAnySHA1InWant", "true");
    await put("a.onnx", "before");
    commit();
    await put("a.onnx", "after");
    commit();
    const partial = join(folder, "partial");
    git(folder, "clone", "--quiet", `--filter=${filter}`, `file://${repository}`, partial);
    return partial;
  };
  const packs = async (partial: string) => await readdir(join(partial, ".git/objects/pack"));
  const commands = { setup: "true", linknet: "cp a.onnx" };

  test("nothing is fetched into it, and the error says what to do, which helps", async () => {
    const from = await clone();
    const before = await packs(from);
    const refused = await contentAt("a.onnx", { from, revision: "HEAD~1" }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(PartialCloneError);
    const base = await GitBase.open({ own: [], revision: "HEAD~1", folder: from, commands });
    await expect(base.linknet([join(folder, "out")])).rejects.toThrow(PartialCloneError);
    await base.close();
    expect(await packs(from)).toEqual(before);
    const [command] = (refused as PartialCloneError).hint!.split(";") as [string];
    git(from, ...command.split(" ").slice(1));
    expect(await contentAt("a.onnx", { from, revision: "HEAD~1" })).toBe("before");
  });
});

test("A path outside the repository is refused", async () => {
  await put("a.onnx", "before");
  commit();
  await put("b.onnx", "elsewhere", folder);
  await expect(contentAt("../b.onnx")).rejects.toThrow(OutsideRepositoryError);
});

test("A checkout that belongs to somebody else is refused with git's own way out, which works from the environment too", async () => {
  await put("a.onnx", "before");
  commit();
  // Git's own switch for its tests.
  vi.stubEnv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1");
  const refused = await contentAt("a.onnx").catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(UnknownRevisionError);
  expect(refused).toMatchObject({
    message: expect.stringContaining("git does not trust"),
    hint: expect.stringContaining(`git config --global --add safe.directory ${repository}`),
  });
  vi.stubEnv("GIT_CONFIG_COUNT", "2");
  vi.stubEnv("GIT_CONFIG_KEY_0", "core.bare");
  vi.stubEnv("GIT_CONFIG_VALUE_0", "true");
  vi.stubEnv("GIT_CONFIG_KEY_1", "safe.directory");
  vi.stubEnv("GIT_CONFIG_VALUE_1", "*");
  expect(await contentAt("a.onnx")).toBe("before");
});

test("A repository with another hash, and one whose folder has quotes in its name, are checked out", async () => {
  const odd = join(folder, 'it"s \\ #odd');
  await mkdir(odd);
  git(odd, "init", "--quiet", "--object-format=sha256");
  await put("below/a", "before", odd);
  commit(odd);
  git(odd, "tag", "v1");
  await put("below/a", "after", odd);
  const commands = { setup: "git describe --tags > said", linknet: "sh -c 'cat a said > \"$1\"' fake" };
  const base = await GitBase.open({ own: [], revision: "HEAD", folder: join(odd, "below"), commands });
  await base.linknet([join(folder, "out")]);
  expect(await readFile(join(folder, "out"), "utf8")).toBe("beforev1\n");
  await base.close();
});

test("Nothing that the user has told git to start is started in the checkout, and the repository may lie apart from its files", async () => {
  const home = join(folder, "home");
  const apart = join(folder, "apart.git");
  const marker = join(folder, "marker");
  const hooks = ["post-checkout", "post-index-change", "reference-transaction"];
  for (const hook of hooks) {
    for (const place of ["hooks", "template/hooks"]) {
      await put(`${place}/${hook}`, `#!/bin/sh\ntouch "${marker}"\n`, home);
      await chmod(join(home, place, hook), 0o755);
    }
  }
  git(repository, "init", "--quiet", "--separate-git-dir", apart);
  await put("a", "before");
  commit();
  const settings = `[core]\nhooksPath = ${home}/hooks\n[init]\ntemplateDir = ${home}/template\n`;
  await put(".gitconfig", settings, home);
  vi.stubEnv("HOME", home);
  vi.stubEnv("GIT_TEMPLATE_DIR", `${home}/template`);
  const commands = { setup: "cp a b", linknet: "sh -c 'cp b \"$1\"' fake" };
  const base = await GitBase.open({ own: [], revision: "HEAD", folder: repository, commands });
  await base.linknet([join(folder, "out")]);
  await base.close();
  expect(await readFile(join(folder, "out"), "utf8")).toBe("before");
  expect(existsSync(marker)).toBe(false);
});
