/** With archives of a few bytes: that the real ones unpack is seen wherever a test starts Chromium. */
import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type ChromiumPackage, findChromiumPackage } from "./npmChromium.js";
import { unpackChromium } from "./unpackChromium.js";

let root: string;
let parent: string;
let small: ChromiumPackage;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "unpack-chromium-"));
  parent = join(root, "cache");
  mkdirSync(parent);
  mkdirSync(join(root, "fonts"));
  writeFileSync(join(root, "fonts/sans.ttf"), "letters");
  const fonts = execFileSync("tar", ["c", "-C", join(root, "fonts"), "sans.ttf"]);
  const archive = (name: string, content: Uint8Array): string => {
    const path = join(root, name);
    writeFileSync(path, brotliCompressSync(content));
    return path;
  };
  const archives = [archive("chromium.br", Buffer.from("program")), archive("fonts.tar.br", fonts)];
  small = { ...findChromiumPackage()!, version: "1.2.3", archives };
});
afterEach(() => rmSync(root, { recursive: true }));

/** Where it should be. */
const folder = () => join(parent, "chromium-1.2.3");

/** What is there once it has been asked for. */
async function unpacked() {
  const { path } = await unpackChromium(small, parent);
  return {
    path,
    program: readFileSync(path, "utf8"),
    isProgram: (statSync(path).mode & 0o100) !== 0,
    letters: readFileSync(join(folder(), "fonts/sans.ttf"), "utf8"),
    beside: readdirSync(parent),
  };
}

const whole = () => ({
  path: join(folder(), "chromium"),
  program: "program",
  isProgram: true,
  letters: "letters",
  beside: ["chromium-1.2.3"],
});

test("It is unpacked once, under its version, and nothing else stays", async () => {
  expect(await unpacked()).toEqual(whole());
  for (const path of small.archives) unlinkSync(path);
  // As Chromium may do.
  writeFileSync(join(folder(), "debug.log"), "");
  expect(await unpacked()).toEqual(whole());
});

test("Several at once all get a whole one", async () => {
  await Promise.all(Array.from({ length: 6 }, () => unpackChromium(small, parent)));
  for (const path of small.archives) unlinkSync(path);
  expect(await unpacked()).toEqual(whole());
});

test("One that is cut short, or misses a file, or its list, is unpacked anew", async () => {
  expect(await unpacked()).toEqual(whole());
  const damages = [
    () => truncateSync(join(folder(), "chromium"), 3),
    () => unlinkSync(join(folder(), "fonts/sans.ttf")),
    () => unlinkSync(join(folder(), "contents.json")),
    () => rmSync(folder(), { recursive: true }),
    () => {
      rmSync(folder(), { recursive: true });
      mkdirSync(folder());
    },
  ];
  for (const damage of damages) {
    damage();
    expect(await unpacked()).toEqual(whole());
  }
});

test("An archive that is damaged is an error, and nothing stays", async () => {
  truncateSync(small.archives[0]!, 5);
  await expect(unpackChromium(small, parent)).rejects.toThrow(`"${folder()}" cannot be written`);
  expect(readdirSync(parent)).toEqual([]);
});

test("Where there is no room it says so, and nothing stays", async () => {
  const module = new URL("../../../dist/node/chromium/unpackChromium.js", import.meta.url).href;
  const large = { ...small, archives: [join(root, "chromium.br")] };
  writeFileSync(large.archives[0]!, brotliCompressSync(Buffer.alloc(2 ** 22)));
  const script = `const { unpackChromium } = await import(${JSON.stringify(module)});
    process.on("SIGXFSZ", () => {});
    await unpackChromium(${JSON.stringify(large)}, ${JSON.stringify(parent)}).catch(({ code }) => console.log(code));`;
  // A limit on the size of files, in kilobytes: the system refuses to write on as it does where a disk is full.
  const limited = `ulimit -f 1024; exec "$0" --input-type=module -e "$1"`;
  expect(execFileSync("bash", ["-c", limited, process.execPath, script], { encoding: "utf8" })).toBe("DISK_FULL\n");
  expect(readdirSync(parent)).toEqual([]);
});
