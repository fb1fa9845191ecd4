/**
 * What a user gets: packs every public package, installs them with npm into a fresh project with an empty cache and home, and uses them
 * there as its user would, first without a runtime and then with the one that the command line asks for. Prints one line a step.
 */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { packPublic, root } from "./publicPackages.mjs";

const run = promisify(execFile);
const MOST_MEGABYTES = 100;
const LEAST_PROTOBUFJS = 7;
/** Packages of their own to install: the second brings the first, which has every runtime of browsers. */
const OPTIONAL = ["@linknet-kit/browser", "@linknet-kit/page"];

/** @typedef {import("./publicPackages.mjs").Packed} Packed */
/** @typedef {{ code: number, stdout: string, stderr: string }} Ended */

const folder = await mkdtemp(join(tmpdir(), "linknet-packages-"));
const project = join(folder, "project");
const { stdout: registry } = await run("npm", ["config", "get", "registry"], { shell: process.platform === "win32" });
const environment = {
  PATH: process.env.PATH,
  HOME: join(folder, "home"),
  npm_config_cache: join(folder, "cache"),
  npm_config_registry: registry.trim(),
  NO_COLOR: "1",
};

try {
  await mkdir(project);
  await mkdir(environment.HOME);
  await writeFile(join(project, "package.json"), JSON.stringify({ name: "fresh", private: true, type: "module" }));
  const packed = await step("pack", packAll);
  const plain = packed.filter(({ name }) => !OPTIONAL.includes(name));
  await step("install", () => installPackages(plain));
  await step("count and export", countAndExport);
  const command = await step("ask for a runtime", askForRuntime);
  await step(`run "${command}"`, () => shell(command));
  await step("verify and bench", verifyAndBench);
  await step(`install ${OPTIONAL.join(" and ")}`, () => install(packed.filter(({ name }) => OPTIONAL.includes(name))));
  await step("import every entry and run every README", () => importAll(packed));
  await step("types under nodenext and bundler", () => checkTypes(packed));
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** Runs one step and prints what it says in a line; a step that fails ends the script.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} act
 * @returns {Promise<T>} */
async function step(name, act) {
  const start = performance.now();
  const result = await act().catch((error) => {
    throw new Error(`${name}: ${error.stderr?.trim() || error.message}`, { cause: error });
  });
  const said = typeof result === "string" ? `: ${result}` : "";
  console.log(`${name}${said} (${((performance.now() - start) / 1000).toFixed(0)} s)`);
  return result;
}

/** Every public package as the tarball that would be published. */
async function packAll() {
  const packed = await packPublic(folder);
  for (const each of packed) await checkContents(each);
  return packed;
}

/** No tests, a README, and no map of a source that is not there.
 * @param {Packed} packed */
async function checkContents({ name, folder: own, paths }) {
  for (const needed of ["README.md", "package.json"]) expect(paths.includes(needed), `${name} has no ${needed}`);
  const tests = paths.filter((path) => path.includes(".test."));
  expect(tests.length === 0, `${name} has tests: ${tests.join(", ")}`);
  for (const map of paths.filter((path) => path.endsWith(".map"))) {
    const { sources } = JSON.parse(await readFile(join(own, map), "utf8"));
    for (const source of sources) {
      const path = join(dirname(map), source);
      expect(paths.includes(path), `${name}: ${map} is of ${path}, which is not shipped`);
    }
  }
}

/** @param {Packed[]} packed */
async function install(packed) {
  const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const ended = await inProject("npm", ["install", ...options, ...packed.map(({ tarball }) => tarball)]);
  expect(ended.code === 0, ended.stderr);
}

/** Without its optional parts: small, and without the protobufjs that has known faults.
 * @param {Packed[]} packed */
async function installPackages(packed) {
  await install(packed);
  /** @type {{ packages: Record<string, { version: string }> }} */
  const { packages } = JSON.parse(await readFile(join(project, "package-lock.json"), "utf8"));
  for (const { name } of packed) {
    // pnpm puts it in by itself, and does not list it.
    await stat(join(project, "node_modules", name, "LICENSE"));
  }
  const old = Object.entries(packages).filter(
    ([path, { version }]) => path.endsWith("/protobufjs") && Number.parseInt(version) < LEAST_PROTOBUFJS,
  );
  expect(old.length === 0, `an old protobufjs is installed: ${JSON.stringify(old)}`);
  const megabytes = (await bytesOf(join(project, "node_modules"))) / 2 ** 20;
  expect(megabytes < MOST_MEGABYTES, `${megabytes.toFixed(0)} MB are installed, more than ${MOST_MEGABYTES}`);
  return `${Object.keys(packages).length - 1} packages, ${megabytes.toFixed(1)} MB on disk`;
}

/** As they lie on the disk, in whole blocks.
 * @param {string} path
 * @returns {Promise<number>} */
async function bytesOf(path) {
  let bytes = 0;
  for (const entry of await readdir(path, { recursive: true })) {
    const { blocks } = await stat(join(path, entry));
    bytes += blocks * 512;
  }
  return bytes;
}

async function countAndExport() {
  const counted = await linknet("count", "linknet", "--size", "640x360", "--classes", "20", "--json");
  expect(JSON.parse(counted.stdout).parameters === 11_536_820, `count said ${counted.stdout}`);
  const exported = await linknet("export", "enet", "--size", "64x48", "--to", "onnx,tfjs", "-o", "out");
  expect(exported.code === 0, exported.stderr);
  const file = await linknet("count", "out/enet-64x48.onnx", "--json");
  expect(JSON.parse(file.stdout).parameters > 300_000, `count of the file said ${file.stdout}`);
  const { stdout } = await inProject("npx", ["--no-install", "linknet-kit", "--version"]);
  const version = JSON.parse(await readFile(join(root, "packages/cli/package.json"), "utf8")).version;
  expect(stdout.trim() === version, `npx linknet-kit --version said ${stdout}`);
}

/** What needs a runtime says so in a line, with the command that adds it. */
async function askForRuntime() {
  const asked = [
    await linknet("verify", "out/enet-64x48.onnx"),
    await linknet("bench", "--quick", "--networks", "enet", "--sizes", "64x48", "--no-roofs"),
  ];
  const hints = asked.map(({ code, stderr }) => {
    expect(code === 1, `it ended with ${code}: ${stderr}`);
    const lines = stderr.split("\n").filter((line) => line.startsWith("hint: "));
    expect(lines.length === 1, `it has ${lines.length} hints: ${stderr}`);
    return lines[0]?.slice("hint: ".length) ?? "";
  });
  expect(hints[0] === hints[1], `verify and bench ask for different things: ${hints.join(" and ")}`);
  const [command = ""] = hints;
  expect(command.startsWith("npm install --ignore-scripts onnxruntime-node@"), `it says "${command}"`);
  return command;
}

/** @param {string} command */
async function shell(command) {
  await run(command, { cwd: project, env: environment, shell: true });
}

async function verifyAndBench() {
  const verified = await linknet("verify", "out/enet-64x48.onnx");
  expect(verified.code === 0, verified.stdout + verified.stderr);
  const cells = ["--networks", "enet", "--sizes", "64x48", "--runtimes", "onnxruntime-node/cpu"];
  const measured = await linknet("bench", "--quick", ...cells, "--no-roofs", "--json");
  expect(measured.code === 0, measured.stderr);
  expect(JSON.parse(measured.stdout).results[0].latency.medianMs > 0, measured.stdout);
}

/** @param {Packed[]} packed */
async function importAll(packed) {
  const entries = packed.flatMap(entriesOf);
  await writeFile(
    join(project, "entries.mjs"),
    entries.map((entry) => `await import(${JSON.stringify(entry)});\n`).join(""),
  );
  const imported = await inProject(process.execPath, ["entries.mjs"]);
  expect(imported.code === 0, imported.stderr);
  for (const { name, folder: own } of packed) {
    const readme = await readFile(join(own, "README.md"), "utf8");
    for (const [, example = ""] of readme.matchAll(/```js\n(.*?)```/gs)) {
      await writeFile(join(project, "example.mjs"), example);
      const { code, stdout, stderr } = await inProject(process.execPath, ["example.mjs"]);
      expect(code === 0 && stdout !== "", `the example of ${name}: ${stderr}`);
      for (const [, expected] of example.matchAll(/; \/\/ (\d+)$/gm)) {
        expect(stdout.includes(/** @type {string} */ (expected)), `the example of ${name} printed ${stdout}`);
      }
    }
  }
  return `${entries.length} entries`;
}

/** @param {Packed} packed */
function entriesOf({ name, exports }) {
  return Object.keys(exports).map((entry) => entry.replace(/^\./, name));
}

/** Of a strict project for Node that checks what it installs too.
 * @param {Packed[]} packed */
async function checkTypes(packed) {
  const installed = await inProject("npm", [
    "install",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
    "@types/node@20",
  ]);
  expect(installed.code === 0, installed.stderr);
  const lines = packed
    .flatMap(entriesOf)
    .map((entry, index) => `export * as entry${index} from ${JSON.stringify(entry)};`);
  await writeFile(join(project, "types.ts"), lines.join("\n"));
  const compiler = join(dirname(fileURLToPath(import.meta.resolve("typescript/package.json"))), "bin/tsc");
  for (const [module, moduleResolution] of [
    ["nodenext", "nodenext"],
    ["esnext", "bundler"],
  ]) {
    const options = ["--strict", "--noEmit", "--skipLibCheck", "false", "--target", "es2023", "--types", "node"];
    const chosen = ["--module", `${module}`, "--moduleResolution", `${moduleResolution}`];
    const { code, stdout } = await inProject(process.execPath, [compiler, ...options, ...chosen, "types.ts"]);
    expect(code === 0, `under ${moduleResolution}: ${stdout.slice(0, 3000)}`);
  }
}

/** @param {string[]} args */
async function linknet(...args) {
  return await inProject(join(project, "node_modules/.bin/linknet"), args);
}

/** Runs a program to its end, however it ends.
 * @param {string} program
 * @param {string[]} args
 * @returns {Promise<Ended>} */
async function inProject(program, args) {
  const options = { cwd: project, env: environment, maxBuffer: 2 ** 26, shell: process.platform === "win32" };
  try {
    return { code: 0, ...(await run(program, args, options)) };
  } catch (error) {
    return /** @type {Ended} */ (error);
  }
}

/** Fails with a message unless the condition holds.
 * @param {unknown} condition
 * @param {string} message
 * @returns {asserts condition} */
function expect(condition, message) {
  if (!condition) throw new Error(message);
}
