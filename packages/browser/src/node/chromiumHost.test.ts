/** A Chromium that does not start, or breaks, is an error that says so, and leaves nothing behind. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planSuite, runSuite } from "@linknet-kit/bench";
import { type Model, scrambledWeights } from "@linknet-kit/core";
import { buildNetwork } from "@linknet-kit/models";
import { writeOnnx } from "@linknet-kit/onnx";
import { runtimes } from "@linknet-kit/runtimes";
import { seededInputs } from "@linknet-kit/runtimes/measure";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { driverOf } from "./browserDriver.js";
import { findChromium } from "./chromium/findChromium.js";
import { ChromiumHost } from "./chromiumHost.js";
import { descendantsOf, stillRunning } from "./processes.test.support.js";
import { browserRuntimes } from "./runtimes.js";

const SIZE = { width: 64, height: 64 };
const WASM = "chromium/onnxruntime-wasm";
/** Of a shell: as Chromium does, it ends with the pipe that it is told what to do over. */
const WAITS = "cat <&3 >/dev/null";
const graph = buildNetwork("linknet", { size: SIZE, width: 0.25 });
const model: Model = { graph, weights: scrambledWeights(graph, 11) };
const inputs = seededInputs(graph.inputs, 1);
const LONG = { budgetMs: 60_000, limitMs: 120_000 };

let folder: string;
let artifact: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "chromium-host-"));
  artifact = join(folder, "model.onnx");
  await writeOnnx(model, artifact);
  // Profiles that are left there would be seen.
  vi.stubEnv("TMPDIR", folder);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

async function profiles(): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => name.startsWith("linknet-chromium-"));
}

/** What a shell says to become the Chromium that would be started. */
async function execChromium(): Promise<string> {
  const { path, environment } = await findChromium();
  const settings = Object.entries(environment).map(([name, value]) => `${name}='${value}'`);
  return `exec env ${settings.join(" ")} '${path}' "$@"`;
}

/** A program in place of Chromium. */
async function useFake(script: string): Promise<string> {
  const fake = join(folder, "fake-chromium");
  await writeFile(fake, `#!/bin/sh\n${script}\n`);
  await chmod(fake, 0o755);
  vi.stubEnv("LINKNET_CHROMIUM", fake);
  return fake;
}

test("A fake that ends at once is an error that names it", async () => {
  const before = descendantsOf(process.pid);
  const fake = await useFake("echo cannot open display >&2; exit 3");
  await expect(driverOf("onnxruntime-wasm", { host: new ChromiumHost() }).probe()).rejects.toThrow(
    `${fake} does not start: Target page, context or browser has been closed; it last wrote: cannot open display`,
  );
  await vi.waitUntil(() => descendantsOf(process.pid).length <= before.length, { timeout: 60_000 });
  expect(await profiles()).toEqual([]);
});

test("The page is isolated, so that there is memory for threads to share", async () => {
  const host = new ChromiumHost();
  const { page } = await host.join();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await host.leave();
  expect(await profiles()).toEqual([]);
});

test("Where the system lets no sandbox be made for a user, it starts without one", async () => {
  const starts = await execChromium();
  vi.spyOn(process, "getuid").mockReturnValue(1000);
  // In the words of Chromium on Ubuntu 24.04.
  await useFake(`case "$*" in *--no-sandbox*) ${starts} ;; esac; echo "FATAL: No usable sandbox!" >&2; exit 1`);
  const host = new ChromiumHost();
  expect((await host.join()).browser).toMatch(/^Chromium \d/);
  await host.leave();
});

test("A page that crashes while it measures is an error; what comes next gets another Chromium", async () => {
  const host = new ChromiumHost();
  const driver = driverOf("onnxruntime-wasm", { host });
  const session = await driver.load(artifact, { threads: 1 });
  const running = descendantsOf(process.pid);
  const { page } = await host.join();
  let crashes: Promise<unknown> | undefined;
  const measured = session.measure!(inputs, {
    timing: LONG,
    onProgress: () => (crashes ??= page.goto("chrome://crash").catch(() => {})),
  });
  await expect(measured).rejects.toThrow("the page crashed");
  await expect(session.run(inputs)).rejects.toThrow("the page crashed");
  await host.leave();
  await vi.waitUntil(() => stillRunning(running).length === 0, { timeout: 60_000 });
  expect(await profiles()).toEqual([]);

  expect(await driver.probe()).toMatchObject({ version: expect.stringContaining("in Chromium ") });
  expect(await profiles()).toEqual([]);
});

test("A process that is killed while it measures takes Chromium and its profile along", async () => {
  const script = `
    const { driver } = await import(process.env.DRIVER);
    const session = await driver.load(process.env.ARTIFACT, { threads: 1 });
    const side = { dtype: "float32", shape: [1, 3, 64, 64], data: new Float32Array(3 * 64 * 64) };
    await session.measure({ image: side }, { timing: ${JSON.stringify(LONG)}, onProgress: () => process.stdout.write("x") });`;
  const url = `${new URL("../../dist/node/chromiumDriver.js", import.meta.url).href}#onnxruntime-wasm`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    env: { ...process.env, DRIVER: url, ARTIFACT: artifact },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  const left = descendantsOf(child.pid!);
  expect(left.length).toBeGreaterThan(2);
  const [profile] = await profiles();
  child.kill("SIGKILL");
  await vi.waitUntil(() => stillRunning(left).length === 0, { timeout: 60_000 });
  expect(existsSync(join(folder, profile!))).toBe(false);
});

test("A fake that never answers is an error that names it", async () => {
  const fake = await useFake(WAITS);
  const host = new ChromiumHost({ startMs: 1000 });
  const reason = `${fake} does not start: Timeout 1000ms exceeded`;
  await expect(driverOf("onnxruntime-wasm", { host }).probe()).rejects.toThrow(reason);
  expect(await profiles()).toEqual([]);
});

test("A Chromium that hangs is a timeout among the results, and is ended", async () => {
  // The first is asked what there is, the second is to measure.
  const fake = await useFake(`mkdir "$0.asked" 2>/dev/null && ${await execChromium()}; ${WAITS}`);
  const before = descendantsOf(process.pid);
  const { results } = await runSuite({
    plan: planSuite({ networks: ["linknet"], sizes: [SIZE], runtimes: [WASM], threads: [1], table: browserRuntimes }),
    path: join(folder, "result.json"),
    modelOf: () => model,
    table: [...runtimes, ...browserRuntimes],
    stallMs: 2000,
  });
  expect(results).toMatchObject([
    { runtime: WASM, status: "timeout", reason: expect.stringMatching(/^no sign of life/) },
  ]);
  expect(existsSync(`${fake}.asked`)).toBe(true);
  await vi.waitUntil(() => descendantsOf(process.pid).length <= before.length, { timeout: 60_000 });
  await vi.waitUntil(async () => (await profiles()).length === 0, { timeout: 60_000 });
});

test("A result has what it took to load and to run first, and the memory of the browser's processes, apart", async () => {
  const { results } = await runSuite({
    plan: planSuite({
      networks: ["linknet"],
      sizes: [SIZE],
      runtimes: [WASM],
      threads: [1],
      table: browserRuntimes,
      budgetSeconds: 0.2,
    }),
    path: join(folder, "result.json"),
    modelOf: () => model,
    table: [...runtimes, ...browserRuntimes],
  });
  const [{ load, firstRunMs, peakRssMB, outputCheck, latency }] = results as [(typeof results)[number]];
  expect(outputCheck).toMatchObject({ passed: true, reference: "evaluator" });
  expect(latency!.samplesMs.length).toBeGreaterThanOrEqual(10);
  expect(Math.min(load!.runtimeMs, load!.sessionMs, firstRunMs!)).toBeGreaterThan(0);
  // A renderer with nothing in it has as much as that.
  expect(peakRssMB).toBeGreaterThan(50);
  expect(await profiles()).toEqual([]);
});
