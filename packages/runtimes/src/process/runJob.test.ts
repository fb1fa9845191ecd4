import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { MeasureJob } from "../child/protocol.js";
import { storeOutputs } from "../child/stored.js";
import { compiledModule } from "../compiledModule.js";
import { fakeRuntime, reluModel } from "../fakes/runtime.test.fake.js";
import { seededInputs } from "../measure/seededInputs.js";
import { prepareProcess, runJob } from "./runJob.js";

vi.setConfig({ testTimeout: 180_000 });

const STALL_MS = 60_000;
const { graph } = reluModel({ network: "relu", size: { width: 4, height: 2 }, batch: 1 });

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "run-job-"));
  // The image is not negative, so ReLU leaves it as it is.
  await storeOutputs(folder, graph.outputs, { logits: seededInputs(graph.inputs, 1).image! });
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

function measureJob(behaviour: string, pidFile?: string): MeasureJob {
  return {
    kind: "measure",
    driver: fakeRuntime(behaviour, pidFile).driver,
    artifact: { path: "none", inputs: graph.inputs, outputs: graph.outputs },
    threads: 3,
    seed: 1,
    timing: { budgetMs: 20, limitMs: 20_000 },
    expectedFolder: folder,
    tolerance: 1e-4,
  };
}

/** Whether a process runs; one that ended but is still listed does not. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" && process.platform !== "linux";
  }
}

test("A driver that behaves is measured, and its output compared", async () => {
  const outcome = await runJob(measureJob("behaves"), { stallMs: STALL_MS });
  expect(outcome).toMatchObject({
    kind: "answer",
    answer: { device: "fake device", threads: 3, comparison: { relativeError: 0, shareAbove: 0 } },
  });
});

describe("A process that was prepared", () => {
  const answer = { kind: "answer", answer: { device: "fake device" } };

  test("does the job, and is gone then", async () => {
    const job = measureJob("behaves");
    const prepared = prepareProcess(job.driver);
    expect(await runJob(job, { stallMs: STALL_MS, prepared })).toMatchObject(answer);
    expect(prepared.signalCode).toBe("SIGKILL");
  });

  test("leaves the job to another where it ended before", async () => {
    const job = measureJob("behaves");
    const prepared = prepareProcess(measureJob("crashes-when-asked").driver);
    await vi.waitUntil(() => prepared.exitCode !== null || prepared.signalCode !== null, { timeout: 60_000 });
    expect(await runJob(job, { stallMs: STALL_MS, prepared })).toMatchObject(answer);
  });
});

describe("A driver that misbehaves becomes an outcome that says what to do:", () => {
  test.each([
    ["exits", "failed", /ended without an answer: run it again/],
    ["complains", "failed", /exit code 3 .* it last wrote: licence server not found$/],
    ["crashes", "failed", /the runtime crashed \(SIGABRT\): reinstall or update it/],
    ["is-killed", "failed", /killed \(SIGKILL\), as a system does when memory runs out: choose a smaller size/],
    ["throws", "failed", /^operator Relu is not implemented \(at first run\)$/],
  ] as const)("%s", async (behaviour, kind, reason) => {
    const outcome = await runJob(measureJob(behaviour), { stallMs: STALL_MS });
    expect(outcome).toEqual({ kind, reason: expect.stringMatching(reason) });
  });

  test("hangs", async () => {
    const outcome = await runJob(measureJob("hangs"), { stallMs: 2000 });
    const reason = expect.stringMatching(/no sign of life for 2 s .* smaller size/);
    expect(outcome).toEqual({ kind: "timeout", reason });
  });

  test("is not there", async () => {
    const job = { ...measureJob("behaves"), driver: "file:///no/such/driver.js" };
    const outcome = await runJob(job, { stallMs: STALL_MS });
    expect(outcome).toEqual({ kind: "failed", reason: expect.stringContaining("Cannot find module") });
  });
});

describe("A child that is busy in its runtime", () => {
  test("is gone when the promise of an aborted job rejects", async () => {
    const pidFile = join(folder, "pid");
    const abort = new AbortController();
    const outcome = runJob(measureJob("hangs", pidFile), { stallMs: STALL_MS, signal: abort.signal });
    await vi.waitUntil(() => existsSync(pidFile) && readFileSync(pidFile, "utf8") !== "", { timeout: 60_000 });
    abort.abort(new Error("enough"));
    await expect(outcome).rejects.toThrow("enough");
    expect(isAlive(Number(readFileSync(pidFile, "utf8")))).toBe(false);
  });

  test("dies with a parent that is killed without warning", async () => {
    const pidFile = join(folder, "pid");
    const script = `
      const { runJob } = await import(${JSON.stringify(compiledModule("process/runJob").href)});
      await runJob(${JSON.stringify(measureJob("hangs", pidFile))}, { stallMs: 60000 });`;
    const parent = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: "ignore" });
    await vi.waitUntil(() => existsSync(pidFile) && readFileSync(pidFile, "utf8") !== "", { timeout: 60_000 });
    const child = Number(readFileSync(pidFile, "utf8"));
    expect(isAlive(child)).toBe(true);
    parent.kill("SIGKILL");
    await vi.waitUntil(() => !isAlive(child), { timeout: 60_000 });
  });
});

test("A job whose signal is aborted already starts no process", async () => {
  const options = { stallMs: STALL_MS, signal: AbortSignal.abort(new Error("too late")) };
  await expect(runJob(measureJob("behaves"), options)).rejects.toThrow("too late");
});
