/** Compiles the packages where something changed since the last build. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Newest modification time, in milliseconds, of a file or of anything below a folder.
 * @param {string} path
 * @returns {number} */
function newestChangeMs(path) {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newestChangeMs(join(path, name))));
}

/** Tells whether a package was never built, or has a source that is newer than its build.
 * @param {string} folder */
function isStale(folder) {
  if (existsSync(join(folder, "vite.config.ts")) && !existsSync(join(folder, "dist/site"))) return true;
  const built = statSync(join(folder, "dist/tsconfig.tsbuildinfo"), { throwIfNoEntry: false });
  const sources = ["src", "package.json", "tsconfig.json"];
  return built === undefined || sources.some((name) => newestChangeMs(join(folder, name)) > built.mtimeMs);
}

/** Compiles every package, and bundles what runs in browsers. */
function build() {
  process.stderr.write("compiling the packages ...\n");
  const compiler = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin/tsc");
  runNode([compiler, "-b", root], root);
  runNode([join(root, "scripts/joinCore.mjs")], join(root, "packages/core"));
  for (const name of ["browser", "page"]) {
    const folder = join(root, "packages", name);
    runNode([join(folder, "node_modules/vite/bin/vite.js"), "build", "--logLevel", "error"], folder);
  }
}

/** What it prints goes to stderr, as stdout belongs to the caller.
 * @param {string[]} args
 * @param {string} cwd */
function runNode(args, cwd) {
  const { status } = spawnSync(process.execPath, args, { cwd, stdio: ["ignore", 2, 2] });
  if (status !== 0) throw new Error(`${args[0]} failed`);
}

/** Compiles all packages where one was never built or has a source that is newer than its build; an error where that fails. */
export function buildWhatIsStale() {
  const folders = readdirSync(join(root, "packages")).map((name) => join(root, "packages", name));
  // A folder that only holds ignored files is what another branch left behind.
  if (folders.some((folder) => existsSync(join(folder, "package.json")) && isStale(folder))) build();
}
