/** Runs the `linknet` command of this working tree, after compiling what changed since the last build. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

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
  const built = statSync(join(folder, "dist/tsconfig.tsbuildinfo"), { throwIfNoEntry: false });
  const sources = ["src", "package.json", "tsconfig.json"];
  return built === undefined || sources.some((name) => newestChangeMs(join(folder, name)) > built.mtimeMs);
}

/** Compiles every package; what the compiler prints goes to stderr, as stdout belongs to the command. */
function build() {
  process.stderr.write("linknet: compiling the packages ...\n");
  const compiler = join(dirname(fileURLToPath(import.meta.resolve("typescript/package.json"))), "bin/tsc");
  const { status } = spawnSync(process.execPath, [compiler, "-b", root], { stdio: ["ignore", 2, 2] });
  if (status !== 0) process.exit(1);
}

const folders = readdirSync(join(root, "packages")).map((name) => join(root, "packages", name));
// A folder that only holds ignored files is what another branch left behind.
if (folders.some((folder) => existsSync(join(folder, "package.json")) && isStale(folder))) build();
await import(pathToFileURL(join(root, "packages/cli/bin/linknet.js")).href);
