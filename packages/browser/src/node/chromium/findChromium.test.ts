import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { NoChromiumError, WrongChromiumError, findChromium } from "./findChromium.js";

const folder = mkdtempSync(join(tmpdir(), "find-chromium-"));
const program = (name: string): string => {
  const path = join(folder, name);
  writeFileSync(path, "", { mode: 0o755 });
  return path;
};
const chromium = program("chromium");
const downloaded = program("downloaded");
const text = join(folder, "text");
writeFileSync(text, "", { mode: 0o644 });

afterAll(() => rmSync(folder, { recursive: true }));

/** A system that has no usual place. */
const platform = "aix";
const nowhere = join(folder, "nowhere");
const nothing = { environment: { PATH: nowhere }, platform, downloaded: nowhere } as const;

test("The environment's choice comes first, then the PATH, then what playwright-core downloaded", async () => {
  const path = ["", nowhere, folder].join(delimiter);
  const search = async (places: Parameters<typeof findChromium>[0]) =>
    (await findChromium({ platform, ...places })).path;
  expect(await search({ environment: { LINKNET_CHROMIUM: downloaded, PATH: path } })).toBe(downloaded);
  expect(await search({ environment: { LINKNET_CHROMIUM: "", PATH: path }, downloaded })).toBe(chromium);
  expect(await search({ environment: { PATH: nowhere }, downloaded })).toBe(downloaded);
});

test("A machine without one is told how to get one", async () => {
  const search = findChromium({ ...nothing, findPackage: () => undefined });
  await expect(search).rejects.toThrow(NoChromiumError);
  await expect(search).rejects.toThrow("there is no Chromium or Chrome on this machine");
});

test.each([nowhere, folder, text])(
  "LINKNET_CHROMIUM=%s is no program, and nothing else is taken instead",
  async (path) => {
    const search = findChromium({ ...nothing, environment: { LINKNET_CHROMIUM: path, PATH: folder } });
    await expect(search).rejects.toThrow(WrongChromiumError);
    await expect(search).rejects.toThrow(`LINKNET_CHROMIUM is "${path}", which is no program`);
  },
);

test.runIf(process.platform === "linux" && process.arch === "x64")(
  "Where there is none, npm's is unpacked into the user's cache, and the libraries that glibc does not bring come with it",
  async () => {
    const home = join(folder, "home");
    mkdirSync(home);
    const found = await findChromium({ ...nothing, environment: { ...nothing.environment, HOME: home } });
    expect(found.path.startsWith(join(home, ".cache/linknet-kit/chromium-"))).toBe(true);
    expect(existsSync(found.path)).toBe(true);
    const environment = { PATH: process.env["PATH"], ...found.environment };
    const listed = execFileSync("ldd", [found.path], { encoding: "utf8", env: environment });
    // As `libnss3.so => /folder/libnss3.so (0x7f...)`; "not found" has no folder.
    const outside = listed
      .split("\n")
      .flatMap((line) => (line.includes("=>") ? [line.trim().split(" ")] : []))
      .filter(([, , path = ""]) => !path.startsWith(dirname(found.path)))
      .map(([name = ""]) => name.replace(/\.so.*/, ""));
    expect(outside.toSorted()).toEqual(["libc", "libdl", "libgcc_s", "libm", "libpthread"]);
  },
);
