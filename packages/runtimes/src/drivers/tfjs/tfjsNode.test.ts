/** With fakes of tfjs-node: its addon is a download that tests do without. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadTfjsNode } from "./tfjsNode.js";

const NAME = "@tensorflow/tfjs-node";

let folder: string;
let require: ReturnType<typeof createRequire>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tfjs-node-"));
  require = createRequire(join(folder, "index.js"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const load = () => loadTfjsNode(NAME, () => require(NAME));

async function install(source: string): Promise<void> {
  const place = join(folder, "node_modules", NAME);
  await mkdir(place, { recursive: true });
  await writeFile(join(place, "index.js"), source);
}

test("A package without its addon is said to be so", async () => {
  // The first words of what version 4.22 throws.
  const words = "The Node.js native addon module (tfjs_binding.node) can not be found at path: /somewhere";
  await install(`throw new Error(${JSON.stringify(words)});`);
  expect(() => load()).toThrow(`${NAME} is installed without its addon`);
});

test("A package that fails otherwise says so in its own words", async () => {
  await install('require("libtensorflow");');
  expect(() => load()).toThrow(/Cannot find module 'libtensorflow'/);
});

test("The package finds what Node 23 has removed from its util", async () => {
  await install(
    'const { isNullOrUndefined, isArray } = require("util"); exports.says = [isNullOrUndefined(null), isArray([])];',
  );
  expect(load()).toMatchObject({ says: [true, true] });
});
