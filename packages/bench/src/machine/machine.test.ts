import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { environmentSchema } from "@linknet-kit/results";
import { isSameEnvironment } from "@linknet-kit/results/files";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { allowedCores } from "./cores.js";
import { captureEnvironment } from "./environment.js";
import { readGitState } from "./git.js";

test("Allowed cores are at least one and at most what the affinity mask leaves", () => {
  expect(allowedCores()).toBeGreaterThanOrEqual(1);
  expect(allowedCores()).toBeLessThanOrEqual(availableParallelism());
});

describe("The environment", () => {
  test("fits the schema and names this machine's processor and Node", async () => {
    const environment = await captureEnvironment({ "fake/a": "1.0" }, true);
    expect(environmentSchema.parse(environment)).toEqual(environment);
    expect(environment.cpu.logicalCores).toBe(cpus().length);
    expect(environment.node).toBe(process.versions.node);
    expect(environment.os).not.toBe("");
    expect(environment).toMatchObject({ runtimes: { "fake/a": "1.0" }, gitDirty: true });
  });

  test("is the same whatever the load and the clock are, and another with another runtime", async () => {
    const one = await captureEnvironment({ "fake/a": "1.0" });
    const later = { ...one, loadAverage: [9, 9, 9] as [number, number, number], cpu: { ...one.cpu, clockMHz: 1 } };
    expect(isSameEnvironment(one, later)).toBe(true);
    expect(isSameEnvironment(one, { ...one, runtimes: { "fake/a": "1.1" } })).toBe(false);
    expect(isSameEnvironment(one, { ...one, cpu: { ...one.cpu, allowedCores: 99 } })).toBe(false);
  });
});

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
