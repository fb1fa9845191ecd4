import { type ChildProcess, spawn } from "node:child_process";
import { chmod, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runCommand } from "./recordedTerminal.test.support.js";

const COMMAND = fileURLToPath(new URL("../bin/linknet.js", import.meta.url));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "linknet-interruption-"));
});
afterEach(async () => {
  await chmod(folder, 0o700);
  await rm(folder, { recursive: true });
});

interface Watched {
  readonly child: ChildProcess;
  /** Its exit code. */
  readonly ended: Promise<number | null>;
  /** What it has printed on either stream. */
  readonly printed: () => string;
}

function start(...args: readonly string[]): Watched {
  return watch(spawn(process.execPath, [COMMAND, ...args], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] }));
}

function watch(child: ChildProcess): Watched {
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => (text += chunk.toString()));
  return { child, ended: new Promise((resolve) => child.on("exit", resolve)), printed: () => text };
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe("Ctrl-C", () => {
  test("in the middle of an export leaves nothing behind", async () => {
    // 1.4 GB of weights: seconds of work, of which the first file in the folder is the sign that it has begun.
    const { child, ended } = start("export", "segnet", "--width", "3.5", "-o", "exported");
    const exported = join(folder, "exported");
    await until(async () => (await readdir(exported).catch(() => [])).length > 0);
    child.kill("SIGINT");
    expect(await ended).toBe(130);
    expect(await readdir(folder)).toEqual([]);
  });

  test("in the middle of an export keeps the file of an earlier one", async () => {
    const earlier = join(folder, "exported/segnet-640x360.onnx");
    expect(await start("export", "segnet", "--width", "0.01", "-o", "exported").ended).toBe(0);
    const content = await readFile(earlier);
    const { child, ended } = start("export", "segnet", "--width", "3.5", "-o", "exported");
    await until(async () => (await readdir(join(folder, "exported"))).length > 1);
    child.kill("SIGINT");
    expect(await ended).toBe(130);
    expect(await readdir(join(folder, "exported"))).toEqual(["segnet-640x360.onnx"]);
    expect(content.equals(await readFile(earlier))).toBe(true);
  });

  test("in the middle of a suite keeps what is finished, and the same command goes on from there", async () => {
    const suite = ["--networks", "enet", "--sizes", "32x32,64x32", "--runtimes", "onnxruntime-node/cpu"];
    const args = ["bench", ...suite, "--budget", "2", "--no-roofs", "-o", "result.json"];
    const { child, ended, printed } = start(...args);
    await until(() => /\[1\/2\].* ms /.test(printed()));
    child.kill("SIGINT");
    expect(await ended).toBe(130);
    expect(printed()).toContain("1 of 2 cells");
    const kept = JSON.parse(await readFile(join(folder, "result.json"), "utf8")) as { results: object[] };
    expect(kept.results).toMatchObject([{ size: { width: 32 } }]);
    expect(await readdir(folder)).toEqual(["result.json"]);

    const second = start(...args);
    expect(await second.ended).toBe(0);
    expect(second.printed()).not.toMatch(/\[1\/2\]/);
    const whole = JSON.parse(await readFile(join(folder, "result.json"), "utf8")) as { results: object[] };
    expect(whole.results).toEqual([kept.results[0], expect.objectContaining({ size: { width: 64, height: 32 } })]);
  });
});

describe("a folder that cannot be written", () => {
  test("is a failure that says so", async () => {
    await writeFile(join(folder, "file"), "");
    const { code, notes } = await runCommand(`export enet --size 32x32 -o ${folder}/file/inside`);
    expect(code).toBe(1);
    expect(notes).toMatch(/error: .*\nhint: /);
  });

  test("is a failure for results and reports too", async () => {
    await writeFile(join(folder, "file"), "");
    const bench = await runCommand(`bench --quick --networks enet --sizes 32x32 -o ${folder}/file/result.json`);
    expect(bench).toMatchObject({ code: 1, notes: expect.stringMatching(/error: .*\nhint: /) as string });
  });

  test("for lack of room leaves nothing half-written", async () => {
    // The largest file that may be written stands in for the room that is left on a disk.
    const line = `ulimit -f 1000; exec "${process.execPath}" "${COMMAND}" export linknet -o "${folder}/exported"`;
    const { child, ended, printed } = watch(spawn("sh", ["-c", line], { stdio: ["ignore", "pipe", "pipe"] }));
    expect(await ended).toBe(1);
    expect(child.signalCode).toBe(null);
    expect(printed()).toMatch(/error: there is no room left .*\nhint: /);
    expect(await readdir(folder)).toEqual([]);
  });
});

describe("a result file", () => {
  test.each([
    ["damaged", '{"schemaVersion": 1, "results": [', /not JSON/, /not JSON/],
    ["of another schema version", '{"schemaVersion": 99}', /version 99/, /version 99/],
    ["of something else", '{"name": "package"}', /schemaVersion/, /is no result file/],
  ])("that is %s is refused, and stays as it is", async (_, content, unread, kept) => {
    const path = join(folder, "result.json");
    await writeFile(path, content);
    const report = await runCommand(`report ${path} -o ${folder}`);
    expect(report).toMatchObject({ code: 1, notes: expect.stringMatching(unread) as string });
    const bench = await runCommand(
      `bench --quick --networks enet --sizes 32x32 --runtimes onnxruntime-node/cpu -o ${path}`,
    );
    expect(bench).toMatchObject({ code: 1, notes: expect.stringMatching(kept) as string });
    expect(await readFile(path, "utf8")).toBe(content);
    expect(await readdir(folder)).toEqual(["result.json"]);
  });
});
