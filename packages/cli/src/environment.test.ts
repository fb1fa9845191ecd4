/** What surrounds a command may be missing, full or gone: each is one line that says so, and nothing is lost or left. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const COMMAND = fileURLToPath(new URL("../bin/linknet.js", import.meta.url));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "linknet-environment-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** Through a shell, which knows how to redirect; `linknet` is the command. */
function shell(script: string, env: NodeJS.ProcessEnv = {}) {
  const whole = `linknet() { "${process.execPath}" "${COMMAND}" "$@"; }\n${script}`;
  return spawnSync("sh", ["-c", whole], { cwd: folder, env: { ...process.env, ...env }, encoding: "utf8" });
}

const BENCH = "bench --quick --networks enet --sizes 32x32 --runtimes onnxruntime-node/cpu --no-roofs";
const EXPORT = "export enet --size 32x32 --width 0.1";

test.each([
  [`${EXPORT} -o . && linknet verify enet-32x32.onnx --runtimes onnxruntime-node/cpu`, ["enet-32x32.onnx"]],
  [BENCH, []],
])("Without a folder for temporary files, %s says which and what to do", async (line, left) => {
  const { status, stderr } = shell(`linknet ${line}`, { TMPDIR: join(folder, "missing") });
  expect(stderr).toMatch(
    /error: no temporary folder can be made in ".*missing": there is no such folder\nhint: .*TMPDIR/,
  );
  expect(status).toBe(1);
  expect(await readdir(folder)).toEqual(left);
});

test.each(["bench --quick", "check", `${EXPORT} -o out`, "plan"])("In a folder that is gone, %s says so", (line) => {
  const { status, stderr } = shell(`mkdir gone && cd gone && rmdir "$PWD" && linknet ${line}`);
  expect(stderr).toMatch(/^(.*\n)?error: (the present folder is not there|there is no folder)[^\n]*\nhint: [^\n]*\n$/);
  expect(status).toBe(1);
});

describe.runIf(process.platform === "linux")("An output without room", () => {
  test("for results is one line and exit code 1", () => {
    const { status, stderr } = shell("linknet networks >/dev/full");
    expect(stderr).toBe("error: the results could not be printed: there is no room left\n");
    expect(status).toBe(1);
  });

  test("for notes is exit code 1 where something was to be noted", () => {
    expect(shell("linknet networks 2>/dev/full").status).toBe(0);
    expect(shell("linknet plan --networks enet --sizes 32x32 -o plan.json 2>/dev/full").status).toBe(1);
    expect(shell("linknet nosuch 2>/dev/full").status).toBe(2);
  });

  test("whose reader had enough is none", () => {
    const { status, stderr } = shell("(linknet count segnet --per-layer; echo $? >&2) | head -1 >/dev/null");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "0\n" });
  });
});

describe("A signal", () => {
  function start(): ChildProcess {
    const args = ["export", "segnet", "--width", "3.5", "-o", "exported"];
    return spawn(process.execPath, [COMMAND, ...args], { cwd: folder, stdio: "ignore" });
  }

  const written = async (): Promise<readonly string[]> => await readdir(join(folder, "exported")).catch(() => []);

  async function untilWriting(): Promise<void> {
    while ((await written()).length === 0) await new Promise((done) => setTimeout(done, 10));
  }

  const ended = (child: ChildProcess): Promise<number | null> => new Promise((done) => child.on("exit", done));

  test.each([
    ["SIGHUP", 129],
    ["SIGTERM", 130],
  ] as const)("%s stops an export as Ctrl-C does, leaves nothing, and ends with %d", async (signal, code) => {
    const child = start();
    const end = ended(child);
    await untilWriting();
    child.kill(signal);
    expect(await end).toBe(code);
    expect(await written()).toEqual([]);
  });

  test("that cannot be handled leaves a file that the next export removes", async () => {
    const child = start();
    const end = ended(child);
    await untilWriting();
    child.kill("SIGKILL");
    await end;
    expect(await written()).toEqual([expect.stringMatching(/^\.linknet-.*\.tmp$/)]);
    expect(shell(`linknet ${EXPORT} -o exported`).status).toBe(0);
    expect(await written()).toEqual(["enet-32x32.onnx"]);
  });
});

test("A job summary that cannot be written is a warning, and the verdict stands", async () => {
  await mkdir(join(folder, "summary"));
  const script = `linknet ${EXPORT} -o . && echo '{"subjects":[{"file":"enet-32x32.onnx"}]}' >linknet.config.json && linknet check --update && linknet check`;
  for (const place of ["no/such", "summary"]) {
    const { status, stderr } = shell(script, { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: join(folder, place) });
    expect(stderr).toMatch(/warning: no job summary, since /);
    expect(status).toBe(0);
    await rm(join(folder, "linknet.baseline.json"));
  }
});
