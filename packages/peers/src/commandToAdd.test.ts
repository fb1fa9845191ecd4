import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type HowToAdd, commandToAdd } from "./commandToAdd.js";

let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "command-to-add-")));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** Makes an empty file, with its folder. */
async function touch(path: string): Promise<void> {
  await mkdir(join(folder, path, ".."), { recursive: true });
  await writeFile(join(folder, path), "{}");
}

interface Ours extends HowToAdd {
  /** Where our file lies and where the user stands, in the test's folder. */
  readonly own?: string;
  readonly from?: string;
}

function command({ own = "node_modules/linknet-kit/package.json", from = "", ...how }: Ours = {}): string {
  const place = { ownPath: join(folder, own), version: "0.3.0", workingFolder: join(folder, from), ...how };
  return commandToAdd({ "onnxruntime-node": "^1.30.0" }, place);
}

test.each([
  [["package-lock.json"], "npm install --ignore-scripts onnxruntime-node@1.30.0"],
  [[], "npm install --ignore-scripts onnxruntime-node@1.30.0"],
  [["pnpm-lock.yaml"], "pnpm add onnxruntime-node@1.30.0"],
  [["yarn.lock"], "yarn add --ignore-scripts onnxruntime-node@1.30.0"],
  [["yarn.lock", ".yarnrc.yml"], "yarn add --mode=skip-build onnxruntime-node@1.30.0"],
  [["bun.lock"], "bun add onnxruntime-node@1.30.0"],
])("In a project with %j it is that manager's command", async (lockfiles, expected) => {
  for (const name of ["package.json", ...lockfiles]) await touch(name);
  expect(command()).toBe(expected);
});

test("A folder of the project, and a package of its workspace, have the same command", async () => {
  for (const name of ["package.json", "pnpm-lock.yaml", "packages/app/package.json"]) await touch(name);
  const own = "node_modules/.pnpm/linknet-kit@0.3.0/node_modules/linknet-kit/package.json";
  expect(command({ own, from: "packages/app" })).toBe("pnpm add onnxruntime-node@1.30.0");
});

test("Whoever stands elsewhere is led to the project that we are installed in", async () => {
  await touch("my project/package.json");
  await touch("elsewhere/package.json");
  const own = "my project/node_modules/linknet-kit/package.json";
  expect(command({ own, from: "elsewhere" })).toBe(
    `cd "${join(folder, "my project")}" && npm install --ignore-scripts onnxruntime-node@1.30.0`,
  );
});

test("What is installed for all of a machine is added there", async () => {
  await mkdir(join(folder, "home"));
  const own = "lib/node_modules/linknet-kit/node_modules/@linknet-kit/bench/package.json";
  expect(command({ own, from: "home" })).toBe("npm install --ignore-scripts --global onnxruntime-node@1.30.0");
});

test("What npx runs is run once more with the package beside it", async () => {
  await touch("_npx/0123/package.json");
  const own = "_npx/0123/node_modules/@linknet-kit/bench/package.json";
  expect(command({ own })).toBe("npx --ignore-scripts -p linknet-kit@0.3.0 -p onnxruntime-node@1.30.0 linknet ...");
});

test("What pnpm dlx runs is run once more with the package beside it", async () => {
  await touch("pnpm/dlx/0123/package.json");
  const own = "pnpm/dlx/0123/node_modules/.pnpm/b@1/node_modules/@linknet-kit/bench/package.json";
  expect(command({ own })).toBe("pnpm --package=linknet-kit@0.3.0 --package=onnxruntime-node@1.30.0 dlx linknet ...");
});

test("In a clone of this project everything is installed once more", () => {
  expect(command({ own: "packages/bench/package.json" })).toBe("npx --yes pnpm@10 install --force");
});

test.each([
  [["package.json"], "npm install onnxruntime-node@1.30.0"],
  [["package.json", "pnpm-lock.yaml"], "pnpm add --allow-build=onnxruntime-node onnxruntime-node@1.30.0"],
  [["package.json", "bun.lock"], "bun add --trust onnxruntime-node@1.30.0"],
])("A package that works by its install script alone may run it, in a project with %j", async (files, expected) => {
  for (const name of files) await touch(name);
  expect(command({ scripts: true })).toBe(expected);
});

test("Several packages are added by one command, each in the least version that fits", async () => {
  await touch("package.json");
  const place = { ownPath: join(folder, "node_modules/a/package.json"), version: "0.3.0", workingFolder: folder };
  expect(commandToAdd({ "@scope/one": ">=2.1.0 <4", two: "~0.4.0-beta.1" }, place)).toBe(
    "npm install --ignore-scripts @scope/one@2.1.0 two@0.4.0-beta.1",
  );
});
