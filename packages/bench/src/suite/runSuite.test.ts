import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { LockedError, lockFile } from "@linknet-kit/base/files";
import { DamagedResultFileError, readResultFile, writeResultFile } from "@linknet-kit/results/files";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { fakeRuntime, reluModel } from "../fakes/suite.test.fake.js";
import type { SuiteEvent } from "../cell/events.js";
import { SuiteInterruptedError } from "../errors.js";
import { type PlanOptions, planSuite } from "../suites.js";
import { type SuiteOptions, runSuite } from "./runSuite.js";

// A test starts up to a dozen processes, each slow where other tests run beside it.
vi.setConfig({ testTimeout: 180_000 });

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "suite-"));
  path = join(folder, "result.json");
  // What a suite leaves there would be seen.
  vi.stubEnv("TMPDIR", folder);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const sizes = [8, 16, 24].map((width) => ({ width, height: 6 }));

function options(behaviours: readonly string[], plan: PlanOptions = {}): SuiteOptions {
  const table = behaviours.map((behaviour) => fakeRuntime(behaviour));
  return {
    plan: planSuite({
      networks: ["relu"],
      sizes: sizes.slice(0, 1),
      threads: [2],
      budgetSeconds: 0.02,
      table,
      ...plan,
    }),
    path,
    modelOf: reluModel,
    git: { revision: "abc", dirty: false },
    table,
    referenceRuntime: table[0]!.name,
  };
}

test("A suite of runtimes that misbehave in every way ends, with a row and a reason each", async () => {
  // Samples of its own making are alike, however busy the machine is.
  const behaviours = [
    "times-itself",
    "is-wrong",
    "is-nan",
    "is-elsewhere",
    "throws",
    "crashes",
    "is-killed",
    "is-absent",
  ];
  const file = await runSuite(options([...behaviours, "is-slow", "exits", "falls-back"]));
  expect(file.results.map((result) => [result.runtime, result.status])).toEqual([
    ["fake/times-itself", "valid"],
    ["fake/is-wrong", "incorrect"],
    ["fake/is-nan", "incorrect"],
    ["fake/is-elsewhere", "incorrect"],
    ["fake/throws", "failed"],
    ["fake/crashes", "failed"],
    ["fake/is-killed", "failed"],
    ["fake/is-absent", "unavailable"],
    ["fake/is-slow", "timeout"],
    ["fake/exits", "failed"],
    ["fake/falls-back", "fallback"],
  ]);
  const measured = file.results.filter(({ latency }) => latency !== undefined);
  expect(measured.map(({ runtime }) => runtime)).toEqual(["fake/times-itself"]);
  expect(file.results.filter(({ status, reason }) => status !== "valid" && !reason)).toEqual([]);
  expect(file.results[1]).toMatchObject({ outputCheck: { passed: false, reference: "evaluator", shareAbove: 1 } });
  expect(file.results[7]!.reason).toBe("no such accelerator; to add it: buy a fake");
  expect(file.results[10]).toMatchObject({
    outputCheck: { passed: true },
    providers: { FakeExecutionProvider: 3, CPUExecutionProvider: 1 },
    reason: "1 of 4 nodes ran on the CPU",
  });
  expect(file.results[8]!.reason).toMatch(/of 10 samples fit in 0.6 s: raise the budget/);
  expect(await readResultFile(path)).toEqual(file);
});

test("A result says what ran: device, threads, artifact, warm-up, first run, memory, what the output was compared with", async () => {
  const { results, environment, suite, gitRevision } = await runSuite(options(["is-single"]));
  expect({ suite, gitRevision }).toEqual({
    suite: { name: "default", cells: 1, budgetSeconds: 0.02 },
    gitRevision: "abc",
  });
  expect(environment).toMatchObject({ runtimes: { "fake/is-single": "1.0.0" }, gitDirty: false });
  expect(results[0]).toMatchObject({
    device: "fake device",
    threads: 1,
    requestedThreads: 2,
    timedRegion: "host",
    providers: { FakeExecutionProvider: 4 },
    load: { artifactSha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    outputCheck: { passed: true, reference: "evaluator", relativeError: 0, tolerance: 1e-4 },
  });
  const { latency, load, warmupRuns, firstRunMs, peakRssMB, throughputFps } = results[0]!;
  expect(latency!.samplesMs.length).toBeGreaterThanOrEqual(10);
  expect(throughputFps).toBeCloseTo(1000 / latency!.medianMs, 6);
  expect(load!.artifactBytes).toBeGreaterThan(50);
  expect(warmupRuns).toBeGreaterThanOrEqual(1);
  expect(firstRunMs).toBeGreaterThan(0);
  expect(peakRssMB).toBeGreaterThan(10);
});

test("A runtime that is timed elsewhere is judged by what was timed there", async () => {
  const { results } = await runSuite(options(["times-itself"]));
  expect(results[0]).toMatchObject({
    status: "valid",
    load: { runtimeMs: 1, sessionMs: 2 },
    firstRunMs: 3,
    warmupRuns: 2,
    latency: { medianMs: 4 },
    peakRssMB: 5,
    outputCheck: { passed: true, relativeError: 0 },
  });
});

test("A machine that slows down by a third and stays slow is throttled, for a moment only noisy, and its samples are kept", async () => {
  const { results } = await runSuite(options(["is-throttled", "is-disturbed"]));
  const reason = expect.stringContaining("from sample 13 on runs took 1.75 times as long");
  expect(results).toMatchObject([
    { status: "throttled", reason, latency: { medianMs: 550 } },
    { status: "noisy", reason, latency: { medianMs: 5.5 } },
  ]);
});

test("A device that is found to be slow gets what does not take it too long, and the file says what that spares", async () => {
  const given = options(["behaves", "is-software"]);
  const all = planSuite({ networks: ["enet"], threads: [2], budgetSeconds: 0.02, table: given.table! });
  const few = { ...all, isChosen: true, cells: all.cells.filter(({ size }) => size.width <= 480) };
  const { suite, results } = await runSuite({ ...given, plan: few });
  expect(results.map(({ runtime, size }) => [runtime, size.width])).toEqual([
    ["fake/behaves", 480],
    ["fake/behaves", 96],
    ["fake/is-software", 96],
  ]);
  expect(suite.leftOut).toEqual([
    {
      runtime: "fake/is-software",
      cells: [{ network: "enet", size: { width: 480, height: 320 } }],
      reason: expect.stringContaining("about 1000 times as slow as the fastest runtime"),
    },
  ]);
});

test("A runtime that is not there has one row, and the file says which cells that spares", async () => {
  const { suite, results } = await runSuite(options(["behaves", "is-absent"], { sizes, batch: [1, 2] }));
  expect(results.map(({ runtime, size, batch }) => [runtime, size.width, batch])).toEqual([
    ["fake/behaves", 8, 1],
    ["fake/is-absent", 8, 1],
    ["fake/behaves", 8, 2],
    ["fake/behaves", 16, 1],
    ["fake/behaves", 16, 2],
    ["fake/behaves", 24, 1],
    ["fake/behaves", 24, 2],
  ]);
  expect(suite.cells).toBe(7);
  expect(suite.leftOut).toEqual([
    {
      runtime: "fake/is-absent",
      cells: sizes.map((size) => ({ network: "relu", size })),
      reason: "unavailable: one row says why",
    },
  ]);
  expect((await readResultFile(path)).suite).toEqual(suite);
});

test("Counts are of one image at every size that is measured or asked for", async () => {
  const also = { network: "relu", size: { width: 2, height: 2 }, batch: 1 };
  const { counts } = await runSuite({ ...options(["behaves"], { batch: [4] }), alsoCount: [also] });
  expect(counts).toMatchObject([
    { network: "relu", size: sizes[0], classes: 3, activationPeakMB: (2 * 4 * 3 * 8 * 6) / 2 ** 20 },
    { network: "relu", size: { width: 2, height: 2 }, macs: 0 },
  ]);
});

test("A network that cannot be built ends the suite before it touches the file", async () => {
  const older = '{"schemaVersion": 1}';
  await writeFile(path, older);
  const modelOf = (): never => {
    throw new Error("no such network");
  };
  await expect(runSuite({ ...options(["behaves"]), modelOf })).rejects.toThrow("no such network");
  expect(await readdir(folder)).toEqual(["result.json"]);
  expect(await readFile(path, "utf8")).toBe(older);
});

describe("A suite that is stopped", () => {
  const three = (behaviour = "behaves", plan: PlanOptions = {}) => options([behaviour], { sizes, ...plan });

  /** Runs until `finished` results are there, and answers the widths of the cells that were begun. */
  async function runFor(finished: number, suite: SuiteOptions): Promise<readonly number[]> {
    const abort = new AbortController();
    const begun: number[] = [];
    let results = 0;
    const onEvent = (event: SuiteEvent): void => {
      if (event.kind === "cell") begun.push(event.cell.size.width);
      if (event.kind === "result") results += 1;
      if (results === finished) abort.abort();
    };
    await runSuite({ ...suite, onEvent, signal: abort.signal }).catch((error: unknown) => {
      if (!(error instanceof SuiteInterruptedError)) throw error;
    });
    return begun;
  }

  test("keeps what it had finished, leaves nothing else, and says how to continue", async () => {
    const abort = new AbortController();
    const onEvent = ({ kind }: SuiteEvent): void => {
      if (kind === "result") abort.abort();
    };
    const stopped = runSuite({ ...three(), onEvent, signal: abort.signal });
    await expect(stopped).rejects.toThrow("stopped after 1 of 3 cells");
    await expect(stopped).rejects.toMatchObject({ hint: expect.stringContaining("the same command continues") });
    expect((await readResultFile(path)).results).toHaveLength(1);
    expect(await readdir(folder)).toEqual(["result.json"]);
  });

  test("continues without repeating finished cells", async () => {
    expect(await runFor(2, three())).toEqual([8, 16]);
    const before = await readResultFile(path);
    expect(await runFor(9, three())).toEqual([24]);
    const after = await readResultFile(path);
    expect(after.results.map(({ size }) => size.width)).toEqual([8, 16, 24]);
    expect(after.results.slice(0, 2)).toEqual(before.results);
    expect(after.createdAt).toBe(before.createdAt);
  });

  test("tries again what had failed", async () => {
    expect(await runFor(2, three())).toEqual([8, 16]);
    const file = await readResultFile(path);
    const failed = { ...file.results[0]!, status: "failed", reason: "made up" } as const;
    await writeResultFile(path, { ...file, results: [failed, file.results[1]!] });
    expect(await runFor(9, three())).toEqual([8, 24]);
    expect((await readResultFile(path)).results.map(({ outputCheck }) => outputCheck?.passed)).toEqual([
      true,
      true,
      true,
    ]);
  });

  test("measures cells without a profile again where profiles are asked for, and says of a runtime that it has none", async () => {
    expect(await runFor(1, three())).toEqual([8]);
    expect(await runFor(1, { ...three(), profile: true })).toEqual([8]);
    expect(await runFor(9, { ...three(), profile: true })).toEqual([16, 24]);
    const { results } = await readResultFile(path);
    const reason = "this runtime does not tell how long its kernels take";
    expect(results.map(({ profile }) => profile)).toEqual([{ reason }, { reason }, { reason }]);
  });

  test("does not ask a runtime again for threads that it does not take", async () => {
    expect(await runFor(1, three("is-single"))).toEqual([8]);
    expect(await runFor(9, three("is-single"))).toEqual([16, 24]);
  });

  test.each([
    ["revision", (suite: SuiteOptions) => ({ ...suite, git: { revision: "def", dirty: false } })],
    ["budget", (suite: SuiteOptions) => ({ ...suite, plan: { ...suite.plan, budgetSeconds: 0.03 } })],
    ["networks", (suite: SuiteOptions) => ({ ...suite, alsoCount: [{ network: "n", size: sizes[0]!, batch: 1 }] })],
  ])("begins anew with another %s, and the older results are moved aside", async (_, change) => {
    await runFor(1, three());
    const older = await readResultFile(path);
    expect(await runFor(1, change(three()))).toEqual([8]);
    expect(await readResultFile(join(folder, "result.previous.json"))).toEqual(older);
  });
});

test("A complete file is moved aside, and so is the next, and where to is told", async () => {
  const moved: string[] = [];
  const onEvent = (event: SuiteEvent): unknown => event.kind === "moved aside" && moved.push(basename(event.to));
  const first = await runSuite({ ...options(["behaves"]), onEvent });
  const second = await runSuite({ ...options(["behaves"]), onEvent });
  const third = await runSuite({ ...options(["behaves"]), onEvent });
  expect(moved).toEqual(["result.previous.json", "result.previous-2.json"]);
  expect((await readdir(folder)).toSorted()).toEqual(["result.json", "result.previous-2.json", "result.previous.json"]);
  expect(await readResultFile(join(folder, "result.previous.json"))).toEqual(first);
  expect(await readResultFile(join(folder, "result.previous-2.json"))).toEqual(second);
  expect(await readResultFile(path)).toEqual(third);
});

test("A file of a run that measured nothing is replaced, since nothing is lost with it", async () => {
  const nothing = await runSuite(options(["crashes"]));
  expect(nothing.results.map(({ status }) => status)).toEqual(["failed"]);
  await runSuite(options(["behaves"]));
  expect(await readdir(folder)).toEqual(["result.json"]);
});

test("A damaged file is refused and left alone", async () => {
  await writeFile(path, '{"schemaVersion": 1, "results"');
  await expect(runSuite(options(["behaves"]))).rejects.toThrow(DamagedResultFileError);
  expect(await readFile(path, "utf8")).toBe('{"schemaVersion": 1, "results"');
  expect(await readdir(folder)).toEqual(["result.json"]);
});

test("A file that another suite is writing is refused", async () => {
  await lockFile(path);
  await expect(runSuite(options(["behaves"]))).rejects.toThrow(LockedError);
});

test("A process that is told to stop in the middle of a cell ends with no child, lock or temporary file left", async () => {
  const pidFile = join(folder, "pid");
  const script = `
    const { planSuite, runSuite } = await import(${JSON.stringify(new URL("../../dist/index.js", import.meta.url).href)});
    const { fakeRuntime, reluModel } = await import(${JSON.stringify(new URL("../../dist/fakes/suite.test.fake.js", import.meta.url).href)});
    const table = [fakeRuntime("behaves"), fakeRuntime("hangs", ${JSON.stringify(pidFile)})];
    const plan = planSuite({ networks: ["relu"], sizes: [{ width: 8, height: 6 }], table, budgetSeconds: 0.02 });
    const abort = new AbortController();
    process.on("SIGINT", () => abort.abort());
    const given = { plan, path: ${JSON.stringify(path)}, table, referenceRuntime: "fake/behaves", signal: abort.signal };
    await runSuite({ ...given, modelOf: reluModel }).catch(({ code }) => console.log(code));`;
  const running = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  running.stdout.setEncoding("utf8").on("data", (text: string) => (printed += text));
  const closed = once(running, "close");
  await vi.waitUntil(() => existsSync(pidFile) && readFileSync(pidFile, "utf8") !== "", { timeout: 120_000 });
  const child = Number(await readFile(pidFile, "utf8"));
  running.kill("SIGINT");
  expect(await closed).toEqual([0, null]);
  expect(printed).toBe("SUITE_INTERRUPTED\n");
  // The suite waits for its child, which therefore is not even listed any more.
  expect(() => process.kill(child, 0)).toThrow("ESRCH");
  expect((await readResultFile(path)).results.map(({ runtime }) => runtime)).toEqual(["fake/behaves"]);
  expect((await readdir(folder)).toSorted()).toEqual(["pid", "result.json"]);
});
