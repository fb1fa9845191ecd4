/** Looks for a Chromium, or a browser made from it. */
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { LinknetError, UsageError } from "@linknet-kit/core";
import { chromium } from "playwright-core";
import { ADD_CHROMIUM } from "./addChromium.js";

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
    super("there is no Chromium or Chrome on this machine", { hint: ADD_CHROMIUM });
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

interface Places {
  readonly environment: Readonly<Partial<Record<string, string>>>;
  readonly platform: NodeJS.Platform;
  /** Where playwright-core puts the one that it downloads. */
  readonly downloaded: string;
}

/** Path of the first there is: of the environment's choice, on the PATH, where installers put it, where playwright-core does. */
export function findChromium({
  environment = process.env,
  platform = process.platform,
  downloaded = chromium.executablePath(),
}: Partial<Places> = {}): string {
  const chosen = environment[VARIABLE];
  if (chosen !== undefined && chosen !== "") {
    if (!isProgram(chosen)) throw new WrongChromiumError({ path: chosen });
    return chosen;
  }
  const folders = (environment["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const onPath = ON_PATH.flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = [...onPath, ...(USUAL_PLACES[platform] ?? []), downloaded].find(isProgram);
  if (found === undefined) throw new NoChromiumError();
  return found;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
