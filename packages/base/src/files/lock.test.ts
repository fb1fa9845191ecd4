import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, readdir, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FolderMissingError, LockedError } from "./errors.js";
import { lockFile, lockFolder } from "./lock.js";

let folder: string;
let path: string;
const contenders: ChildProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lock-"));
  path = join(folder, "result.json");
});
afterEach(async () => {
  for (const each of contenders.splice(0)) await end(each);
  await rm(folder, { recursive: true });
});

/** A process that takes the lock when it is told to, and gives it back when it is told to. */
async function contender(): Promise<ChildProcess> {
  const script = `
    const { lockFile } = await import(${JSON.stringify(new URL("../../dist/files/lock.js", import.meta.url).href)});
    let lock;
    process.on("message", async ({ path, at }) => {
      if (path === undefined) await lock?.release();
      else {
        // All of them at one moment, as near as a clock can say.
        while (performance.timeOrigin + performance.now() < at);
        lock = await lockFile(path).catch(() => undefined);
      }
      process.send(lock !== undefined);
      if (path === undefined) lock = undefined;
    });
    process.send("ready");`;
  const child = fork("data:,", [], { execArgv: ["--input-type=module", "-e", script], stdio: "inherit" });
  contenders.push(child);
  await once(child, "message");
  return child;
}

async function tell(child: ChildProcess, message: object): Promise<boolean> {
  child.send(message);
  return ((await once(child, "message")) as [boolean])[0];
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}

/** What a process leaves that is killed while it holds the lock. */
async function abandonedClaim(): Promise<string> {
  const gone = await contender();
  expect(await tell(gone, { path, at: 0 })).toBe(true);
  await end(gone);
  return (await readdir(`${path}.lock`))[0]!;
}

const changed = (claim: string, change: (parts: string[]) => void): string => {
  const parts = claim.split("-");
  change(parts);
  return parts.join("-");
};

async function leave(claim: string, ageMs = 0): Promise<void> {
  await rm(`${path}.lock`, { recursive: true, force: true });
  await mkdir(`${path}.lock`);
  await writeFile(join(`${path}.lock`, claim), "process 7 on elsewhere");
  const then = new Date(Date.now() - ageMs);
  await utimes(join(`${path}.lock`, claim), then, then);
}

test("A process that ends while it holds the lock leaves nothing of it", async () => {
  const lock = JSON.stringify(new URL("../../dist/files/lock.js", import.meta.url).href);
  const script = `await (await import(${lock})).lockFolder(${JSON.stringify(folder)}); process.exit();`;
  const child = fork("data:,", [], { execArgv: ["--input-type=module", "-e", script], stdio: "inherit" });
  expect(await once(child, "exit")).toEqual([0, null]);
  expect(await readdir(folder)).toEqual([]);
});

test("A file is locked once, and again after it was given back", async () => {
  const lock = await lockFile(path);
  await expect(lockFile(path)).rejects.toThrow(LockedError);
  await expect(lockFile(path)).rejects.toThrow(`is being written by process ${process.pid} on ${hostname()}`);
  await expect(lockFile(path)).rejects.toMatchObject({
    hint: expect.stringContaining(`delete the folder ${path}`),
  });
  await lock.check();
  await lock.release();
  expect(await readdir(folder)).toEqual([]);
  await (await lockFile(path)).release();
});

test("A folder is locked in itself, whatever it is called by", async () => {
  await symlink(".", join(folder, "link"));
  const lock = await lockFolder(join(folder, "link"));
  await expect(lockFolder(folder)).rejects.toThrow(`${folder} is being written by process ${process.pid}`);
  expect(await readdir(folder)).toEqual([".lock", "link"]);
  await lock.release();
  expect(await readdir(folder)).toEqual(["link"]);
});

test("A link to the file has the file's lock, also before there is a file", async () => {
  await symlink("result.json", join(folder, "link.json"));
  const lock = await lockFile(join(folder, "link.json"));
  await expect(lockFile(path)).rejects.toThrow(LockedError);
  await lock.release();
});

describe("An abandoned lock", () => {
  test("is taken by one of three processes that start at once, 200 times", async () => {
    const claim = await abandonedClaim();
    const all = [await contender(), await contender(), await contender()];
    const winners: number[] = [];
    for (let round = 0; round < 200; round += 1) {
      await leave(claim);
      const at = performance.timeOrigin + performance.now() + 3;
      const got = await Promise.all(all.map((each) => tell(each, { path, at })));
      winners.push(got.filter(Boolean).length);
      await Promise.all(all.map((each) => tell(each, {})));
    }
    expect(winners).toEqual(winners.map(() => 1));
    expect(await readdir(folder)).toEqual([]);
  });

  test("whose process number another process has now is taken over", async () => {
    const claim = changed(await abandonedClaim(), (parts) => (parts[2] = process.pid.toString(36)));
    await leave(claim);
    await (await lockFile(path)).release();
    expect(await readdir(folder)).toEqual([]);
  });

  test.each([
    ["of another machine", 0],
    ["from before a restart, or of another container", 1],
  ])("%s is respected for five minutes after its last sign of life", async (_, part) => {
    const claim = changed(await abandonedClaim(), (parts) => (parts[part] = "zzzzzz"));
    await leave(claim, 4 * 60_000);
    await expect(lockFile(path)).rejects.toThrow("is being written by process 7 on elsewhere");
    await leave(claim, 6 * 60_000);
    const lock = await lockFile(path);
    expect(await readdir(`${path}.lock`)).not.toContain(claim);
    await lock.release();
  });

  test.each(["", "1 another-machine\n"])(
    "that is a file, as earlier builds wrote it, holds nobody up: %o",
    async (text) => {
      await writeFile(`${path}.lock`, text);
      await (await lockFile(path)).release();
      expect(await readdir(folder)).toEqual([]);
    },
  );
});

test("Something else of that name is kept", async () => {
  await writeFile(`${path}.lock`, "what is mine");
  await expect(lockFile(path)).rejects.toThrow("another program");
  expect(await readFile(`${path}.lock`, "utf8")).toBe("what is mine");
});

test("A process that stood still for so long that another took its lock is told", async () => {
  const lock = await lockFile(path);
  await rm(`${path}.lock`, { recursive: true });
  await expect(lock.check()).rejects.toThrow(LockedError);
  await lock.release();
});

test("A folder that is not there is told before anything is measured", async () => {
  await expect(lockFile(join(folder, "no", "r.json"))).rejects.toThrow(FolderMissingError);
});
