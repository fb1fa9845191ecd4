/** The Chromium that comes as an npm package: archives for Linux on x64, with the libraries that it needs beside glibc's. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { peers } from "../peers.js";

export const CHROMIUM_PACKAGE = "@sparticuz/chromium";

/** The libraries that the package brings were linked with this one. */
const LEAST_GLIBC = [2, 34] as const;

/** The npm package as it is installed. */
export interface ChromiumPackage {
  readonly version: string;
  /** The module that it exports. */
  readonly entry: string;
  readonly archives: readonly string[];
}

const ARCHIVES = ["chromium.br", "al2023.tar.br", "fonts.tar.br", "swiftshader.tar.br"];

/** The package; `undefined` where it is not installed, or in a version that was never tried. */
export function findChromiumPackage(): ChromiumPackage | undefined {
  try {
    const entry = peers.resolve(CHROMIUM_PACKAGE);
    const folder = join(entry, "../..");
    const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string };
    return { version, entry, archives: ARCHIVES.map((name) => join(folder, "bin", name)) };
  } catch {
    return undefined;
  }
}

/** What a machine must be for the package's Chromium to start. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly architecture: string;
  /** As in `2.36`; absent where the C library is another. */
  readonly glibc?: string | undefined;
}

/** Whether the package's Chromium starts on such a machine. */
export function runsChromiumPackage({ platform, architecture, glibc }: Machine): boolean {
  if (platform !== "linux" || architecture !== "x64" || glibc === undefined) return false;
  const [major = 0, minor = 0] = glibc.split(".").map(Number);
  return major > LEAST_GLIBC[0] || (major === LEAST_GLIBC[0] && minor >= LEAST_GLIBC[1]);
}

export function thisMachine(): Machine {
  const { header } = process.report.getReport() as { readonly header?: { readonly glibcVersionRuntime?: string } };
  return { platform: process.platform, architecture: process.arch, glibc: header?.glibcVersionRuntime };
}
