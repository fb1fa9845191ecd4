/** trtexec through a suite, with fakes of trtexec and ssh: neither a GPU nor a device is at hand. */
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Model, buildGraph, conv2d, float32, relu, scrambledWeights, sequence } from "@linknet-kit/core";
import { findRuntime, probeRuntime, trtexecRuntime } from "@linknet-kit/runtimes";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { ModelRequest } from "../cell/artifacts.js";
import { RUNTIMES } from "../fakes/suite.test.fake.js";
import { planSuite } from "../suites.js";
import { runSuite } from "./runSuite.js";

vi.setConfig({ testTimeout: 60_000 });

let folder: string;
/** Where the fakes make their temporary folders. */
let temporary: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "trtexec-"));
  temporary = join(folder, "temporary");
  await mkdir(temporary);
  await program(
    "trtexec",
    `exec "${process.execPath}" "${fileURLToPath(new URL("fakes/trtexec.test.fake.js", RUNTIMES))}" "$@"`,
  );
  // Takes the options and the host, and runs what is left as a login shell would.
  await program(
    "ssh",
    `[ -n "$FAKE_SSH" ] && { echo "$FAKE_SSH" >&2; exit 255; }
     while [ "$1" != "--" ]; do shift; done
     echo "$2" >> "${folder}/hosts"; shift 2; exec sh -c "$*"`,
  );
  vi.stubEnv("PATH", `${folder}${delimiter}${process.env["PATH"]}`);
  vi.stubEnv("TMPDIR", temporary);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

async function program(name: string, script: string): Promise<void> {
  await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
  await chmod(join(folder, name), 0o755);
}

function modelOf({ size, batch }: ModelRequest): Model {
  const image = { name: "image", type: float32(batch, 3, size.height, size.width) };
  const graph = buildGraph("small", image, sequence(conv2d({ filters: 4, kernel: 3 }), relu()), "logits");
  return { graph, weights: scrambledWeights(graph, 1) };
}

async function measure(device?: string, signal?: AbortSignal) {
  const table = [findRuntime("onnxruntime-node/cpu"), trtexecRuntime(device)];
  const sizes = [{ width: 16, height: 8 }];
  const plan = planSuite({ networks: ["small"], sizes, runtimes: ["trtexec"], threads: [1], budgetSeconds: 1, table });
  const git = { revision: "abc", dirty: false };
  const file = await runSuite({ plan, path: join(folder, "result.json"), modelOf, table, git, signal });
  return file.results[0]!;
}

describe.each([undefined, "nvidia@tx1:2222"])("trtexec on %s", (device) => {
  test("says its version", async () => {
    expect(await probeRuntime(trtexecRuntime(device))).toMatchObject({ available: true, version: "TensorRT 8.2.1" });
  });

  test("is measured by its own times, checked by its own output, and leaves nothing behind", async () => {
    expect(await measure(device)).toMatchObject({
      runtime: "trtexec/gpu",
      device: "NVIDIA Tegra X1",
      status: "valid",
      load: { sessionMs: 85_500 },
      firstRunMs: 30,
      warmupRuns: 1,
      latency: { medianMs: 10, samplesMs: Array.from({ length: 12 }, () => 10) },
      outputCheck: { passed: true, reference: "evaluator" },
    });
    expect(await leftBehind()).toEqual([]);
  });

  test.each([
    ["fails", "failed", /out of memory \| Engine could not be created/],
    ["is-wrong", "incorrect", /the output is wrong: relative error 1\.0e-2/],
    ["breaks-off", "failed", /the times that trtexec wrote are not JSON/],
  ])("that %s is %s, says why and leaves nothing behind", async (behaviour, status, reason) => {
    vi.stubEnv("FAKE_TRTEXEC", behaviour);
    const result = await measure(device);
    expect(result).toMatchObject({ status, reason: expect.stringMatching(reason) as string });
    expect(result).not.toHaveProperty("latency");
    expect(await leftBehind()).toEqual([]);
  });

  test("is ended and cleaned up after when the suite is stopped", async () => {
    vi.stubEnv("FAKE_TRTEXEC", "hangs");
    vi.stubEnv("FAKE_STARTED", join(folder, "started"));
    const stop = new AbortController();
    const measuring = measure(device, stop.signal);
    await vi.waitFor(() => readFile(join(folder, "started")), { timeout: 60_000 });
    expect(await leftBehind()).toHaveLength(1);
    stop.abort();
    await expect(measuring).rejects.toThrow("stopped after 0 of 1 cells");
    await vi.waitFor(async () => expect(await leftBehind()).toEqual([]), { timeout: 60_000 });
  });
});

test("A device is reached as its user said", async () => {
  await probeRuntime(trtexecRuntime("nvidia@tx1"));
  const hosts = (await readFile(join(folder, "hosts"), "utf8")).trim().split("\n");
  expect(new Set(hosts)).toEqual(new Set(["nvidia@tx1"]));
});

test("A suite for a device that does not answer ends with ssh's words and what to try", async () => {
  vi.stubEnv("FAKE_SSH", "ssh: connect to host tx1 port 22: Connection timed out");
  await expect(measure("nvidia@tx1")).rejects.toMatchObject({
    message: expect.stringMatching(/trtexec\/gpu is not here: ssh to tx1 failed: .* timed out/) as string,
    hint: expect.stringContaining("ssh nvidia@tx1 ") as string,
  });
});

test("A machine without trtexec says so, and how to get it", async () => {
  await rm(join(folder, "trtexec"));
  expect(await probeRuntime(trtexecRuntime())).toMatchObject({
    available: false,
    reason: "there is no trtexec",
    remedy: expect.stringContaining("LINKNET_TRTEXEC") as string,
  });
  vi.stubEnv("LINKNET_TRTEXEC", "/no/trtexec");
  expect(await probeRuntime(trtexecRuntime())).toMatchObject({
    reason: expect.stringContaining("/no/trtexec") as string,
  });
});

test("A trtexec that does not start is unavailable, with the words of whoever could not start it", async () => {
  const words = "trtexec: error while loading shared libraries: libnvinfer.so.8: cannot open shared object file";
  await program("trtexec", `echo "${words}" >&2; exit 127`);
  expect(await probeRuntime(trtexecRuntime())).toMatchObject({
    available: false,
    reason: `${join(folder, "trtexec")} does not say which version it is: ${words}`,
  });
});

test("A machine without ssh says so", async () => {
  vi.stubEnv("PATH", join(folder, "nowhere"));
  expect(await probeRuntime(trtexecRuntime("tx1"))).toMatchObject({
    available: false,
    reason: expect.stringContaining("there is no ssh on this machine") as string,
  });
});

async function leftBehind(): Promise<readonly string[]> {
  return (await readdir(temporary)).filter((name) => name.startsWith("linknet-") && !name.startsWith("linknet-bench-"));
}
