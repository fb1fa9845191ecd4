/** Unpacks the Chromium of the npm package once; every later run finds it. */
import { readFile, readdir, rename, stat, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { Worker } from "node:worker_threads";
import { makeTemporaryFolder, writeError } from "@linknet-kit/base/files";
import type { FoundChromium } from "./findChromium.js";
import type { ChromiumPackage } from "./npmChromium.js";

/** Written last: the length of every file by its path. What differs from it is not whole. */
const CONTENTS = "contents.json";

/** In the names of folders that are not whole yet, beside the whole one. */
const PURPOSE = "unpacking";

/** Of giving a folder its name, while other processes do the same. */
const MOST_ATTEMPTS = 5;

/** Instead of the package's own, which would have fonts and what is remembered of them where anyone may write. */
const FONTS = "fonts.conf";
const FONTS_CONTENT = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;

/** In the built package also for tests, which run from the source. */
const INFLATE = new URL("../../../dist/node/chromium/inflate.js", import.meta.url);

/**
 * The package's Chromium in a folder of `parent`, unpacked first where it is not there or not whole. Processes that do so at once do not
 * disturb each other: each unpacks into a folder of its own, and the first to finish gives it the name that counts.
 */
export async function unpackChromium(chromium: ChromiumPackage, parent: string): Promise<FoundChromium> {
  const folder = join(parent, `chromium-${chromium.version}`);
  if (!(await isWhole(folder))) await unpackAs(folder, chromium);
  const libraries = [join(folder, "al2023/lib"), process.env["LD_LIBRARY_PATH"] ?? ""].filter((path) => path !== "");
  return {
    path: join(folder, "chromium"),
    environment: { LD_LIBRARY_PATH: libraries.join(delimiter), FONTCONFIG_FILE: join(folder, FONTS) },
  };
}

async function unpackAs(folder: string, chromium: ChromiumPackage): Promise<void> {
  const unfinished = await makeTemporaryFolder(PURPOSE, dirname(folder));
  try {
    await inflate(chromium, unfinished.path);
    await writeFile(join(unfinished.path, FONTS), FONTS_CONTENT);
    await writeFile(join(unfinished.path, CONTENTS), JSON.stringify(await lengthsIn(unfinished.path)));
    await giveName(unfinished.path, folder);
  } catch (cause) {
    throw writeError(folder, cause);
  } finally {
    await unfinished.remove();
  }
}

/** The package unpacks into what it takes for the temporary folder; a thread has an environment of its own to say so in. */
async function inflate({ entry, archives }: ChromiumPackage, folder: string): Promise<void> {
  const environment = { ...process.env, TMPDIR: folder };
  const worker = new Worker(INFLATE, { env: environment, execArgv: [], workerData: { entry, archives } });
  await new Promise<void>((resolve, reject) => {
    worker.on("error", reject).on("exit", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`unpacking ended with ${code}`));
    });
  });
}

/** Another process may be faster; what stands there damaged makes way. */
async function giveName(unfinished: string, folder: string): Promise<void> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await rename(unfinished, folder);
    } catch (error) {
      if (await isWhole(folder)) return;
      if (attempts === MOST_ATTEMPTS) throw error;
    }
    const damaged = await makeTemporaryFolder(PURPOSE, dirname(folder));
    await rename(folder, join(damaged.path, "damaged")).catch(() => {});
    await damaged.remove();
  }
}

/** What the browser itself wrote there since does not count. */
async function isWhole(folder: string): Promise<boolean> {
  try {
    const contents = JSON.parse(await readFile(join(folder, CONTENTS), "utf8")) as Readonly<Record<string, number>>;
    const found = await lengthsIn(folder);
    return Object.entries(contents).every(([path, length]) => found[path] === length);
  } catch {
    return false;
  }
}

/** Of every file, by its path in the folder. */
async function lengthsIn(folder: string): Promise<Readonly<Record<string, number>>> {
  const lengths: Record<string, number> = {};
  for (const path of await readdir(folder, { recursive: true })) {
    const stats = await stat(join(folder, path));
    if (stats.isFile()) lengths[path] = stats.size;
  }
  return lengths;
}
