/**
 * What packages and their rooms may see. Dependencies, references of tsconfigs and real imports name the same packages; rooms of a package
 * see each other in no circle; only some packages reach a native runtime, and one all formats; no two exported types have one name; the map in
 * AGENTS.md is what the code says, or is written so with --write; what documents name is there; and every decision is in their index.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withMap } from "./map.mjs";
import { manifestOf, readPackages, root } from "./modules.mjs";
import { missingInPictures, missingPaths, unlistedDecisions } from "./paths.mjs";
import { circles, importedPackages, repeatedTypes, wayToRuntime } from "./rooms.mjs";

/** What measures or drives something: nothing else needs a runtime to be there, nor its memory. */
const RUNNING = [
  "accuracy",
  "bench",
  "browser",
  "cli",
  "evaluate",
  "examples",
  "gate",
  "page",
  "runtimes",
  "segment",
  "training",
];

/** The packages of formats, which see none of each other, and the one package that sees them all. */
const FORMATS = ["onnx", "tfjs", "weights"];
const ALL_FORMATS = "artifacts";

const packages = readPackages();
const modules = new Map([...packages.values()].flatMap((own) => own.modules.map((module) => [module.path, module])));

/** @param {string} problem */
function fail(problem) {
  console.error(problem);
  process.exitCode = 1;
}

/** @param {string[]} path */
const readJson = (...path) => JSON.parse(readFileSync(join(root, ...path), "utf8"));

/** Folder names of the packages that a tsconfig refers to.
 * @param {{ references?: { path: string }[] }} config
 * @param {string} prefix */
const referencesOf = ({ references = [] }, prefix) =>
  references.map(({ path }) => path.slice(prefix.length)).toSorted();

/** @param {string} where
 * @param {{ declared: string[], referred: string[] }} lists */
function compareReferences(where, { declared, referred }) {
  if (declared.join() === referred.join()) return;
  fail(`${where}: expected references to [${declared.join(", ")}], found [${referred.join(", ")}]`);
}

const folderOf = new Map([...packages.values()].map(({ name, folder }) => [name, folder]));
for (const own of packages.values()) {
  const { folder } = own;
  const { dependencies = {}, devDependencies = {} } = manifestOf(folder);
  const declared = Object.keys({ ...dependencies, ...devDependencies }).flatMap((name) => folderOf.get(name) ?? []);
  const referred = referencesOf(readJson("packages", folder, "tsconfig.json"), "../");
  compareReferences(`packages/${folder}/tsconfig.json`, { declared: declared.toSorted(), referred });

  for (const rooms of circles(own)) fail(`packages/${folder}: ${rooms.join(", ")} see each other in a circle`);

  const way = wayToRuntime(own, modules);
  if (way !== undefined && !RUNNING.includes(folder)) fail(`${folder} reaches a runtime: ${way.join(" > ")}`);
  if (way === undefined && RUNNING.includes(folder))
    fail(`${folder} reaches no runtime any more: take it off the list`);
}
for (const own of packages.values()) {
  const seen = FORMATS.filter((format) => importedPackages(own).has(format));
  const isFormat = FORMATS.includes(own.folder);
  if (isFormat && seen.length > 0) fail(`${own.folder} is a format and imports ${seen.join(", ")}`);
  if (own.folder !== ALL_FORMATS && seen.length === FORMATS.length) fail(`${own.folder} imports every format`);
}

compareReferences("tsconfig.json", {
  declared: [...packages.keys()].toSorted(),
  referred: referencesOf(readJson("tsconfig.json"), "packages/"),
});

for (const [name, paths] of repeatedTypes(modules.values())) {
  fail(`several types are called ${name}: ${paths.join(", ")}`);
}

const map = join(root, "AGENTS.md");
const text = readFileSync(map, "utf8");
const right = withMap(text, packages, modules);
if (process.argv.includes("--write")) writeFileSync(map, right);
else if (text !== right) fail('AGENTS.md is not what the code says: run "pnpm map:write"');

for (const problem of [
  ...missingPaths(),
  ...missingInPictures("docs/flows.md", modules.values()),
  ...unlistedDecisions(),
]) {
  fail(problem);
}
