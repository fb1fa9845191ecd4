/** Runs the named tasks of turbo.json, with --force after removing what earlier builds left; after `test`, prints what all packages' tests, run now or cached, add up to. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const packages = join(root, "packages");
const resultFiles = readdirSync(packages).map((name) => join(packages, name, "test-results.json"));

/** Runs turbo to its end, without telemetry, and returns its exit code.
 * @param {string[]} args */
function turbo(args) {
  const binary = fileURLToPath(import.meta.resolve("turbo/bin/turbo"));
  const env = { ...process.env, TURBO_TELEMETRY_DISABLED: "1", TURBO_NO_UPDATE_NOTIFIER: "1" };
  return spawnSync(process.execPath, [binary, "run", ...args], { cwd: root, env, stdio: "inherit" }).status ?? 1;
}

/** Adds up the vitest results that every package's `test` task leaves, and prints one line. */
function printTestTotals() {
  const runs = resultFiles.filter((file) => existsSync(file)).map((file) => JSON.parse(readFileSync(file, "utf8")));
  const total = (/** @type {string} */ field) => runs.reduce((sum, run) => sum + run[field], 0);
  const failed = total("numFailedTests");
  const skipped = total("numPendingTests") + total("numTodoTests");
  console.log(
    `Tests: ${total("numPassedTests")} passed, ${failed} failed, ${skipped} skipped, in ${runs.length} packages`,
  );
}

const tasks = process.argv.slice(2);
// A cached task brings its result file back; what an earlier run left must not be counted.
if (tasks.includes("test")) for (const file of resultFiles) rmSync(file, { force: true });
// What is published must hold nothing of sources that are gone.
if (tasks.includes("--force"))
  for (const name of readdirSync(packages)) rmSync(join(packages, name, "dist"), { recursive: true, force: true });
process.exitCode = turbo(tasks);
if (tasks.includes("test")) printTestTotals();
