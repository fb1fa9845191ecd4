import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, readdir, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { TemporaryFolderError } from "./errors.js";
import { makeTemporaryFolder, withTemporaryFolder } from "./temporaryFolders.js";

const built = new URL("../../dist/files/index.js", import.meta.url).href;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "temporary-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** A process whose temporary files are to lie in `folder`, and which has done what the script says up to its first line of output. */
async function start(script: string): Promise<ChildProcess> {
  const whole = `const { workingFile: kind, withTemporaryFolder, makeTemporaryFolder, writeFileAtomically } = await import(${JSON.stringify(built)});\n${script}`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", whole], {
    cwd: folder,
    env: { ...process.env, TMPDIR: folder },
    stdio: ["pipe", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  return child;
}

async function killed(script: string): Promise<void> {
  const child = await start(script);
  child.kill("SIGKILL");
  await once(child, "exit");
}

const WAIT = "console.log('ready'); await new Promise(() => setInterval(() => {}, 1000));";
const MAKE = `import { writeFileSync } from "node:fs"; const { path } = await makeTemporaryFolder("verify"); writeFileSync(path + "/large", "x"); ${WAIT}`;
const LOOK = `await withTemporaryFolder("verify", undefined, async () => {}); console.log("looked");`;

async function look(): Promise<void> {
  await once(await start(LOOK), "exit");
}

describe("A temporary folder", () => {
  test("is there while it is used, and gone afterwards with all that is in it", async () => {
    const seen = await withTemporaryFolder("verify", undefined, async (path) => {
      await writeFile(join(path, "file"), "x");
      return [path, (await readdir(path)).length] as const;
    });
    expect(seen[1]).toBe(1);
    await expect(readdir(seen[0])).rejects.toThrow("ENOENT");
  });

  test("goes where its use fails, whose error is passed on", async () => {
    const failure = new Error("no");
    let path = "";
    const used = withTemporaryFolder("verify", undefined, async (each) => {
      path = each;
      throw failure;
    });
    await expect(used).rejects.toBe(failure);
    await expect(readdir(path)).rejects.toThrow("ENOENT");
  });

  test("is not made for what was told to stop", async () => {
    const used = withTemporaryFolder("verify", AbortSignal.abort(new Error("enough")), async () => {});
    await expect(used).rejects.toThrow("enough");
  });

  test("goes with a process that exits in the middle", async () => {
    const child = await start(`await makeTemporaryFolder("verify"); console.log("made"); process.exit(3);`);
    if (child.exitCode === null) await once(child, "exit");
    expect(child.exitCode).toBe(3);
    // Another process removes it, which may take longer than this one may.
    for (let left = 1; left > 0; left = (await readdir(folder)).length)
      await new Promise((done) => setTimeout(done, 20));
  });

  test.each([
    ["is missing", "no/such", /there is no such folder/],
    ["is a file", "file", /there is no such folder/],
  ])("is an error that names the place and the remedy where that %s", async (_, name, reason) => {
    await writeFile(join(folder, "file"), "");
    const making = makeTemporaryFolder("verify", join(folder, name));
    await expect(making).rejects.toThrow(TemporaryFolderError);
    await expect(making).rejects.toThrow(reason);
    await expect(making).rejects.toMatchObject({ hint: expect.stringContaining("TMPDIR") });
  });

  test("without room for what is written there is its own error, whoever meets it", async () => {
    const full = Object.assign(new Error("write"), { code: "ENOSPC" });
    const used = withTemporaryFolder("verify", undefined, () => Promise.reject(full));
    await expect(used).rejects.toThrow(/there is no room left/);
  });
});

describe("What a killed process left", () => {
  test("goes with the next that makes a temporary folder", async () => {
    await killed(MAKE);
    expect(await readdir(folder)).toHaveLength(1);
    await look();
    expect(await readdir(folder)).toEqual([]);
  });

  test("goes from beside outputs with the next that writes there", async () => {
    await killed(`const endless = async function* () { yield new Uint8Array(1000); ${WAIT} };
      await writeFileAtomically({ path: "model", kind, content: endless() });`);
    expect(await readdir(folder)).toEqual([expect.stringMatching(/^\.linknet-.*\.tmp$/)]);
    await once(
      await start(`await writeFileAtomically({ path: "other", kind, content: "x" }); console.log("written");`),
      "exit",
    );
    expect(await readdir(folder)).toEqual(["other"]);
  });

  test("stays as long as its process runs", async () => {
    const running = await start(MAKE);
    await look();
    const [name] = await readdir(folder);
    expect(await readFile(join(folder, name!, "large"), "utf8")).toBe("x");
    running.kill("SIGKILL");
    await once(running, "exit");
  });

  test("is not mistaken for that of a running process which got its number", async () => {
    await killed(MAKE);
    const [name] = await readdir(folder);
    // This process runs, but started at another time.
    const owned = name!.replace(/-[0-9a-z]+-([0-9a-z]+)-([0-9A-Za-z]{6})$/, `-${process.pid.toString(36)}-$1-$2`);
    await mkdir(join(folder, owned));
    await look();
    expect(await readdir(folder)).toEqual([]);
  });
});

describe("What is not this project's, this machine's or certainly abandoned stays", () => {
  const NAME = /^linknet-verify-([0-9a-z]{6})-([0-9a-z]{6})-([0-9a-z]+)-([0-9a-z]+)-(\w{6})$/;

  async function leave(change: (parts: readonly string[]) => string): Promise<string> {
    await killed(MAKE);
    const [name] = await readdir(folder);
    await rm(join(folder, name!), { recursive: true });
    const changed = change(NAME.exec(name!)!.slice(1));
    await mkdir(join(folder, changed));
    return changed;
  }

  async function age(name: string, days: number): Promise<void> {
    const then = new Date(Date.now() - days * 24 * 3_600_000);
    await utimes(join(folder, name), then, then);
  }

  test.each(["linknet-verify-AbCdEf", "linknet-notes", "org.chromium.Chromium.abcdef", "linknet-chromium-1234-AbCdEf"])(
    "%s",
    async (name) => {
      await mkdir(join(folder, name));
      await age(name, 400);
      await look();
      expect(await readdir(folder)).toEqual([name]);
    },
  );

  test("a folder of another machine, however old", async () => {
    const name = await leave(([, boot, ...rest]) => `linknet-verify-zzzzzz-${boot}-${rest.join("-")}`);
    await age(name, 400);
    await look();
    expect(await readdir(folder)).toEqual([name]);
  });

  test("a folder from before a restart for a day, and no longer", async () => {
    const name = await leave(([host, , ...rest]) => `linknet-verify-${host}-zzzzzz-${rest.join("-")}`);
    await age(name, 0.9);
    await look();
    expect(await readdir(folder)).toEqual([name]);
    await age(name, 1.1);
    await look();
    expect(await readdir(folder)).toEqual([]);
  });

  test("a link of such a name, and where it leads", async () => {
    const name = await leave((parts) => `linknet-verify-${parts.join("-")}`);
    await rm(join(folder, name), { recursive: true });
    await mkdir(join(folder, "precious"));
    await symlink("precious", join(folder, name));
    await look();
    expect((await readdir(folder)).toSorted()).toEqual([name, "precious"].toSorted());
  });

  test.runIf(process.getuid?.() === 0)("a folder of another user", async () => {
    const { chown } = await import("node:fs/promises");
    const name = await leave((parts) => `linknet-verify-${parts.join("-")}`);
    await chown(join(folder, name), 12345, 12345);
    await look();
    expect(await readdir(folder)).toEqual([name]);
  });
});
