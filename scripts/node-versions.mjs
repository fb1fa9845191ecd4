/**
 * Runs count, export, bench and report once on Node versions that the tests do not run on; prints one line a version. Those after
 * the oldest that is supported are two, which leaves out what lies between versions that pass; with --all they are all that are supported.
 */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const command = join(root, "packages/cli/bin/linknet.js");
const versions = process.argv.includes("--all") ? ["20.19", "22", "24", "26"] : ["24", "26"];
const commandTimeoutMs = 120_000;
/** Native code, WebAssembly, tfjs, and one that a driver in Node starts in a browser: what a Node version may break. */
const runtimes = ["onnxruntime-node/cpu", "onnxruntime-web/wasm", "tfjs/cpu", "tfjs/wasm", "chromium/onnxruntime-wasm"];

/** The user's own network, since what a Node version may break is the same for large ones. */
const NETWORK = `import { conv2d, relu, sequence } from ${JSON.stringify(pathToFileURL(join(root, "packages/core/dist/joined/index.js")).href)};
export default sequence(conv2d({ filters: 4, kernel: 3 }), relu());
`;

/** Puts a Node binary into a folder: the npm package `node` carries it and unpacks it while it is installed.
 * @param {string} version
 * @param {string} folder */
async function installNode(version, folder) {
  await mkdir(folder, { recursive: true });
  const options = ["--no-save", "--no-audit", "--no-fund", "--foreground-scripts", "--ignore-scripts=false"];
  await run("npm", ["install", "--prefix", folder, ...options, `node@${version}`], {
    cwd: folder,
    shell: process.platform === "win32",
  });
  return join(folder, "node_modules/node/bin", process.platform === "win32" ? "node.exe" : "node");
}

/** Fails with a message unless the condition holds.
 * @param {unknown} condition
 * @param {string} message
 * @returns {asserts condition} */
function expect(condition, message) {
  if (!condition) throw new Error(message);
}

/** Counts, exports, measures and reports with one Node binary, looks at what came out, and says it in a sentence.
 * @param {{ node: string, version: string, folder: string }} subject */
async function smoke({ node, version, folder }) {
  const linknet = (/** @type {string[]} */ ...args) =>
    run(node, [command, ...args], { cwd: folder, timeout: commandTimeoutMs, maxBuffer: 2 ** 26 });

  const counted = await linknet("count", "linknet", "--size", "640x360", "--classes", "20", "--json");
  const { parameters } = JSON.parse(counted.stdout);
  expect(parameters === 11_536_820, `count said ${parameters} parameters`);

  await linknet("export", "enet", "--size", "160x96", "-o", "exported");
  const exported = await readdir(join(folder, "exported"), { recursive: true });
  expect(
    exported.some((name) => name.endsWith(".onnx")),
    `export wrote ${exported.join(", ") || "nothing"}`,
  );

  await writeFile(join(folder, "network.mjs"), NETWORK);
  const cells = ["--networks", "./network.mjs", "--sizes", "64x64", "--threads", "1", "--runtimes", runtimes.join(",")];
  await linknet("bench", "--iterations", "10", "--warmup", "1", ...cells, "--no-roofs", "-o", "result.json");
  /** @type {{ environment: { node: string }, results: { status: string, runtime: string, reason?: string }[] }} */
  const { environment, results } = JSON.parse(await readFile(join(folder, "result.json"), "utf8"));
  expect(environment.node.endsWith(version), `bench ran on Node ${environment.node}`);
  const broken = results.filter(({ status }) => ["failed", "incorrect", "timeout"].includes(status));
  expect(
    broken.length === 0,
    broken.map(({ runtime, status, reason }) => `${runtime}: ${status}, ${reason}`).join("; "),
  );
  const measured = results.filter(({ status }) => ["valid", "noisy", "throttled"].includes(status));
  expect(measured.length === runtimes.length, `bench measured only ${measured.length} of ${runtimes.length} runtimes`);

  await linknet("report", "result.json", "-o", "report");
  const report = await readdir(join(folder, "report"), { recursive: true });
  expect(
    report.some((name) => name.endsWith(".html")),
    `report wrote ${report.join(", ") || "nothing"}`,
  );
  return `counted, exported, measured on ${measured.map(({ runtime }) => runtime).join(", ")}, reported`;
}

/** Fetches one Node version, runs the smoke with it and prints its line.
 * @param {string} wanted
 * @param {string} folder */
async function check(wanted, folder) {
  try {
    const node = await installNode(wanted, join(folder, "node"));
    const version = (await run(node, ["--version"])).stdout.trim().slice(1);
    expect(version.startsWith(`${wanted}.`), `the package node@${wanted} carries ${version}`);
    console.log(`Node ${version}: ${await smoke({ node, version, folder })}`);
  } catch (error) {
    const { message, stderr } = /** @type {Error & { stderr?: string }} */ (error);
    console.log(`Node ${wanted}: FAILED`);
    console.error(stderr?.trim() || message);
    process.exitCode = 1;
  }
}

const folder = await mkdtemp(join(tmpdir(), "linknet-node-"));
try {
  // Two at a time, since a good part of each is waiting for the network.
  const waiting = [...versions];
  const next = async () => {
    for (let version = waiting.shift(); version !== undefined; version = waiting.shift()) {
      await check(version, join(folder, version));
    }
  };
  await Promise.all([next(), next()]);
} finally {
  await rm(folder, { recursive: true, force: true });
}
