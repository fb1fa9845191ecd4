/** Looks for a Chromium, or a browser made from it: on this machine first, then in the npm package. */
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { LinknetError, UsageError } from "@linknet-kit/base";
import { chromium } from "playwright-core";
import { commandToAddChromium } from "./addChromium.js";
import { cacheFolder } from "./cacheFolder.js";
import { type ChromiumPackage, findChromiumPackage, runsChromiumPackage, thisMachine } from "./npmChromium.js";
import { unpackChromium } from "./unpackChromium.js";

const VARIABLE = "LINKNET_CHROMIUM";

const ON_PATH = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** Where installers put it on systems that have no PATH for applications. */
const USUAL_PLACES: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: ["/usr/bin/chromium"],
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  ],
  win32: [
    String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
    String.raw`C:\Program Files (x86)\Google\Chrome\Application\chrome.exe`,
    String.raw`C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe`,
  ],
};

/** There is no Chromium on this machine. */
export class NoChromiumError extends LinknetError {
  readonly code = "NO_CHROMIUM";

  constructor() {
    super("there is no Chromium or Chrome on this machine", { hint: commandToAddChromium() });
  }
}

/** The environment names a Chromium that is not there. */
export class WrongChromiumError extends UsageError {
  readonly code = "WRONG_CHROMIUM";

  constructor(data: { path: string }) {
    super(`${VARIABLE} is "${data.path}", which is no program`, {
      hint: `give the path of a Chromium, or unset ${VARIABLE}`,
    });
  }
}

/** A Chromium to start. */
export interface FoundChromium {
  readonly path: string;
  /** What it needs in its environment beside this process's own. */
  readonly environment: Readonly<Record<string, string>>;
}

interface Places {
  readonly environment: Readonly<Partial<Record<string, string>>>;
  readonly platform: NodeJS.Platform;
  /** Where playwright-core puts the one that it downloads. */
  readonly downloaded: string;
  /** Looks for the one that npm installed, `undefined` where there is none that this machine runs. */
  readonly findPackage: () => ChromiumPackage | undefined;
}

/**
 * The first Chromium that is found: the one that the environment names, then on the PATH, where installers put it, where playwright-core puts
 * it, and in the npm package. The last is unpacked into this user's cache when it is needed for the first time. A `NoChromiumError` where there
 * is none.
 */
export async function findChromium({
  environment = process.env,
  platform = process.platform,
  downloaded = chromium.executablePath(),
  findPackage = () => (runsChromiumPackage(thisMachine()) ? findChromiumPackage() : undefined),
}: Partial<Places> = {}): Promise<FoundChromium> {
  const installed = findInstalled({ environment, platform, downloaded });
  if (installed !== undefined) return { path: installed, environment: {} };
  const found = findPackage();
  if (found === undefined) throw new NoChromiumError();
  return await unpackChromium(found, cacheFolder({ environment }));
}

function findInstalled({ environment, platform, downloaded }: Omit<Places, "findPackage">): string | undefined {
  const chosen = environment[VARIABLE];
  if (chosen !== undefined && chosen !== "") {
    if (!isProgram(chosen)) throw new WrongChromiumError({ path: chosen });
    return chosen;
  }
  const folders = (environment["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const onPath = ON_PATH.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...onPath, ...(USUAL_PLACES[platform] ?? []), downloaded].find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
