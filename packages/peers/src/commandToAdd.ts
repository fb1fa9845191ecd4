/** The command that adds packages where this process runs: to the user's project, to an `npx`, to a global install, to our own workspace. */
import { existsSync } from "node:fs";
import { dirname, isAbsolute, join, relative, sep } from "node:path";

export interface HowToAdd {
  /** The packages fetch or build something when they are installed, and do not work without it. */
  readonly scripts?: boolean;
}

interface Place extends HowToAdd {
  /** Of a file of ours. */
  readonly ownPath: string;
  /** Of all of our packages, which are released together. */
  readonly version: string;
  /** Where the user stands. */
  readonly workingFolder?: string;
}

/** The least version that a range takes, which is the one that was tried. */
const leastOf = (range: string): string | undefined => /\d[\w.+-]*/.exec(range)?.[0];

/** One line for a shell; `ranges` are by package name, and their least versions are what it adds. */
export function commandToAdd(ranges: Readonly<Record<string, string>>, place: Place): string {
  const { ownPath, version, scripts = false, workingFolder = process.cwd() } = place;
  const packages = Object.entries(ranges).map(([name, range]) => {
    const least = leastOf(range);
    return least === undefined ? name : `${name}@${least}`;
  });
  const parts = ownPath.split(sep);
  if (parts.includes("_npx")) return npx(packages, { version, scripts });
  if (parts.includes("dlx")) return pnpmDlx(packages, { version, scripts });
  const outermost = parts.indexOf("node_modules");
  const isInstalled = outermost !== -1 || process.versions["pnp"] !== undefined;
  if (!isInstalled) return inWorkspace(packages, scripts);
  const holder = parts.slice(0, outermost).join(sep);
  const project = outermost !== -1 && isProject(holder) ? holder : projectAbove(workingFolder);
  if (project === undefined) return managers.npm.add(["--global", ...packages], scripts);
  const add = managerOf(project).add(packages, scripts);
  return isBelow(workingFolder, project) ? add : `cd ${quoted(project)} && ${add}`;
}

interface Manager {
  add(packages: readonly string[], scripts: boolean): string;
}

/** ONNX Runtime's script downloads half a gigabyte for NVIDIA's GPUs, and the install fails with it: scripts run only where they must. */
const managers = {
  npm: { add: (packages, scripts) => line("npm install", scripts ? "" : "--ignore-scripts", ...packages) },
  pnpm: { add: (packages, scripts) => line("pnpm add", ...(scripts ? packages.map(allowBuild) : []), ...packages) },
  yarn: { add: (packages, scripts) => line("yarn add", scripts ? "" : "--mode=skip-build", ...packages) },
  yarnClassic: { add: (packages, scripts) => line("yarn add", scripts ? "" : "--ignore-scripts", ...packages) },
  bun: { add: (packages, scripts) => line("bun add", scripts ? "--trust" : "", ...packages) },
} satisfies Record<string, Manager>;

function line(...words: readonly string[]): string {
  return words.filter((word) => word !== "").join(" ");
}

const allowBuild = (specifier: string): string => `--allow-build=${specifier.replace(/(?<=.)@.*/, "")}`;

/** The manager that a project was installed with, by the lockfile in it or above it. */
function managerOf(project: string): Manager {
  for (const folder of foldersUpwards(project)) {
    const has = (name: string): boolean => existsSync(join(folder, name));
    if (has("pnpm-lock.yaml")) return managers.pnpm;
    if (has("yarn.lock")) return has(".yarnrc.yml") ? managers.yarn : managers.yarnClassic;
    if (has("bun.lock") || has("bun.lockb")) return managers.bun;
    if (has("package-lock.json")) return managers.npm;
  }
  return managers.npm;
}

type Once = Pick<Place, "version"> & { readonly scripts: boolean };

function npx(packages: readonly string[], { version, scripts }: Once): string {
  const wanted = [`linknet-kit@${version}`, ...packages].map((each) => `-p ${each}`);
  return line("npx", scripts ? "" : "--ignore-scripts", ...wanted, "linknet ...");
}

function pnpmDlx(packages: readonly string[], { version, scripts }: Once): string {
  const wanted = [`linknet-kit@${version}`, ...packages].map((each) => `--package=${each}`);
  return line("pnpm", ...wanted, "dlx", ...(scripts ? packages.map(allowBuild) : []), "linknet ...");
}

/** In a clone of this project everything is installed already, but for what runs a script. */
function inWorkspace(packages: readonly string[], scripts: boolean): string {
  if (!scripts) return "npx --yes pnpm@10 install --force";
  return line(
    "npx --yes pnpm@10 --filter @linknet-kit/runtimes add --save-dev",
    ...packages.map(allowBuild),
    ...packages,
  );
}

function projectAbove(folder: string): string | undefined {
  return foldersUpwards(folder).find(isProject);
}

function isProject(folder: string): boolean {
  return existsSync(join(folder, "package.json"));
}

function foldersUpwards(folder: string): readonly string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...foldersUpwards(above)];
}

function isBelow(folder: string, above: string): boolean {
  const path = relative(above, folder);
  return !isAbsolute(path) && path.split(sep)[0] !== "..";
}

function quoted(path: string): string {
  return /^[\w./\\:-]+$/.test(path) ? path : `"${path}"`;
}
