/** The packages of the workspace and their modules, as the sources import one another. Tests and what is made for them are left out. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** @typedef {{ specifier: string, isType: boolean, module?: string }} Import `module`: the path of the file, where it is one of the workspace */
/** @typedef {{ path: string, text: string, imports: Import[] }} Module */
/**
 * @typedef {object} Package
 * @property {string} folder its name below `packages`
 * @property {string} name
 * @property {string} description
 * @property {boolean} isPrivate
 * @property {string[]} declared folders of the packages of the workspace that it depends on
 * @property {Map<string, string>} entrances paths of sources by what users import: `@linknet-kit/base/files`
 * @property {Module[]} modules
 */

const IMPORT = /^(?:import|export)\s+(type\s+)?([\s\S]*?)\s*from\s+"([^"]+)";/gm;
const BARE = /^import\s+"([^"]+)";/gm;
// As browsers' workers and the processes of runtimes are started, and as optional packages are loaded.
const LATER = /(?:\bimport\(|\bnew URL\(|\bcompiledModule\(|\bpeers\.load\()\s*"([^"]+)"/g;

/** @returns {Map<string, Package>} by folder */
export function readPackages() {
  const folders = readdirSync(join(root, "packages")).filter((name) =>
    existsSync(join(root, "packages", name, "package.json")),
  );
  const manifests = folders.map((folder) => ({ folder, manifest: manifestOf(folder) }));
  const folderOf = new Map(manifests.map(({ folder, manifest }) => [manifest.name, folder]));
  const entrances = new Map(manifests.flatMap(({ folder, manifest }) => [...entrancesOf(folder, manifest)]));
  return new Map(
    manifests.map(({ folder, manifest }) => [
      folder,
      {
        folder,
        name: manifest.name,
        description: manifest.description ?? "",
        isPrivate: manifest.private === true,
        declared: Object.keys({ ...manifest.dependencies }).flatMap((name) => folderOf.get(name) ?? []),
        entrances: entrancesOf(folder, manifest),
        modules: sourcesIn(join("packages", folder, "src")).map((path) => readModule(path, entrances)),
      },
    ]),
  );
}

/** @param {string} folder */
export function manifestOf(folder) {
  return JSON.parse(readFileSync(join(root, "packages", folder, "package.json"), "utf8"));
}

/** @param {string} folder
 * @param {{ name: string, exports?: Record<string, { types: string }> }} manifest
 * @returns {Map<string, string>} */
function entrancesOf(folder, { name, exports = {} }) {
  return new Map(
    Object.entries(exports).map(([entrance, { types }]) => [
      entrance.replace(/^\./, name),
      join("packages", folder, types.replace(/^\.\/dist/, "src").replace(/\.d\.ts$/, ".ts")),
    ]),
  );
}

/** @param {string} folder
 * @returns {string[]} */
function sourcesIn(folder) {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\.|\.d\.ts$/.test(basename(path)))
    .map((path) => join(folder, path))
    .toSorted();
}

/** @param {string} path
 * @param {Map<string, string>} entrances
 * @returns {Module} */
function readModule(path, entrances) {
  const text = readFileSync(join(root, path), "utf8");
  const code = text.replace(/^\s*(?:\/\/|\*|\/\*\*).*$/gm, "");
  const stated = [...code.matchAll(IMPORT)].map(([, type, clause = "", specifier = ""]) => ({
    specifier,
    isType: type !== undefined || isAllTypes(clause),
  }));
  const others = [...code.matchAll(BARE), ...code.matchAll(LATER)].map(([, specifier = ""]) => ({
    specifier,
    isType: false,
  }));
  return {
    path,
    text,
    imports: [...stated, ...others].map((each) => {
      const module = moduleOf(path, each.specifier, entrances);
      return module === undefined ? each : { ...each, module };
    }),
  };
}

/** @param {string} clause `{ type A, type B }` */
function isAllTypes(clause) {
  const names = /^\{([\s\S]*)\}$/.exec(clause)?.[1]?.split(",") ?? [];
  const given = names.map((name) => name.trim()).filter((name) => name !== "");
  return given.length > 0 && given.every((name) => name.startsWith("type "));
}

/** @param {string} from
 * @param {string} specifier
 * @param {Map<string, string>} entrances */
function moduleOf(from, specifier, entrances) {
  if (entrances.has(specifier)) return entrances.get(specifier);
  const own = join(from.split("/").slice(0, 3).join("/"), specifier);
  const place = specifier.startsWith(".") ? join(dirname(from), specifier) : own;
  const stem = place.replace(/\.(?:js|tsx?)$/, "");
  const found = [".ts", ".tsx"].map((ending) => stem + ending).find((path) => existsSync(join(root, path)));
  return found === undefined ? undefined : relative("", found);
}
