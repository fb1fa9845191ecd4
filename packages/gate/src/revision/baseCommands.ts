/** How a checkout is made ready and what its command line is called, where the config does not say. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { shellWord } from "@linknet-kit/base";

export interface BaseCommands {
  /** Where both run. */
  readonly folder: string;
  readonly setup: string | undefined;
  readonly linknet: string;
}

/** What installs just what the lock file has, by the lock file, and runs no script of a package: counting and the CPU need none. */
const INSTALLS: readonly (readonly [lockFile: string, install: string])[] = [
  ["pnpm-lock.yaml", "npx --yes pnpm@10 install --frozen-lockfile --ignore-scripts"],
  ["yarn.lock", "npx --yes yarn@1 install --frozen-lockfile --ignore-scripts"],
  ["npm-shrinkwrap.json", "npm ci --ignore-scripts"],
  ["package-lock.json", "npm ci --ignore-scripts"],
];
/** For projects without a lock file. */
const INSTALL_ANYHOW = "npm install --no-package-lock --ignore-scripts";

/**
 * A project that depends on linknet-kit is installed, and its own version is asked; in any other, `own`, which is this very command line,
 * reads the files of the checkout, and nothing is installed.
 */
export async function defaultCommands(checkout: string, folder: string, own: readonly string[]): Promise<BaseCommands> {
  const project = nearest(folder, checkout, (place) => existsSync(join(place, "package.json")));
  if (project === undefined || !(await dependsOnLinknet(join(project, "package.json")))) {
    return { folder, setup: undefined, linknet: own.map(shellWord).join(" ") };
  }
  const lock = (place: string) => INSTALLS.find(([file]) => existsSync(join(place, file)));
  const top = nearest(project, checkout, (place) => lock(place) !== undefined);
  const install = (top === undefined ? undefined : lock(top))?.[1] ?? INSTALL_ANYHOW;
  const place = relative(folder, top ?? project);
  return {
    folder,
    setup: place === "" ? install : `cd ${shellWord(place)} && ${install}`,
    linknet: "npx --no linknet",
  };
}

/** The first folder from `folder` upwards to `top` of which it is true. */
function nearest(folder: string, top: string, isIt: (place: string) => boolean): string | undefined {
  for (let place = folder; ; place = dirname(place)) {
    if (isIt(place)) return place;
    if (place === top || place === dirname(place)) return undefined;
  }
}

async function dependsOnLinknet(path: string): Promise<boolean> {
  try {
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(await readFile(path, "utf8")) as {
      readonly [kind: string]: Readonly<Record<string, string>> | undefined;
    };
    return "linknet-kit" in { ...dependencies, ...devDependencies, ...optionalDependencies };
  } catch {
    return false;
  }
}
