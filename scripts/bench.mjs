/** Measures with `linknet bench`, to which every argument is passed on, and renders the report beside the result. */
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const defaultResult = join(root, "reports/local/result.json");

/** Runs one `linknet` command to its end and ends this process with it when it fails.
 * @param {string[]} args */
async function linknet(args) {
  const child = spawn(process.execPath, [join(root, "packages/cli/bin/linknet.js"), ...args], { stdio: "inherit" });
  const code = await new Promise((resolve) => child.on("exit", (status, signal) => resolve(signal ? 130 : status)));
  if (code !== 0) process.exit(code);
}

// Ctrl-C reaches the command too, which stops by itself and keeps what it has finished; this process waits for it.
process.on("SIGINT", () => {});

const args = process.argv.slice(2);
const { values } = parseArgs({
  args,
  strict: false,
  options: { output: { type: "string", short: "o" }, help: { type: "boolean", short: "h" } },
});

if (values.help) {
  await linknet(["bench", ...args]);
} else if (typeof values.output === "string") {
  await linknet(["bench", ...args]);
  await linknet(["report", values.output, "-o", dirname(values.output)]);
} else {
  mkdirSync(dirname(defaultResult), { recursive: true });
  await linknet(["bench", ...args, "-o", defaultResult]);
  await linknet(["report", defaultResult, "-o", dirname(defaultResult)]);
}
