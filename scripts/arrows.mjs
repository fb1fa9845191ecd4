/** Checks that every package's workspace dependencies and its tsconfig references name the same packages. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folders = readdirSync(join(root, "packages")).filter((name) =>
  existsSync(join(root, "packages", name, "package.json")),
);

/** @param {string[]} path */
const readJson = (...path) => JSON.parse(readFileSync(join(root, ...path), "utf8"));

/** Folder names of the packages that a tsconfig refers to.
 * @param {{ references?: { path: string }[] }} config
 * @param {string} prefix */
const referencesOf = ({ references = [] }, prefix) =>
  references.map(({ path }) => path.slice(prefix.length)).toSorted();

/** Prints how two lists of packages differ, if they do, and makes the check fail.
 * @param {string} where
 * @param {{ declared: string[], referred: string[] }} lists */
function compare(where, { declared, referred }) {
  if (declared.join() === referred.join()) return;
  console.error(`${where}: expected references to [${declared.join(", ")}], found [${referred.join(", ")}]`);
  process.exitCode = 1;
}

const folderOf = new Map(folders.map((folder) => [readJson("packages", folder, "package.json").name, folder]));
for (const folder of folders) {
  const { dependencies = {}, devDependencies = {} } = readJson("packages", folder, "package.json");
  const names = Object.keys({ ...dependencies, ...devDependencies });
  const declared = names.flatMap((name) => folderOf.get(name) ?? []).toSorted();
  const referred = referencesOf(readJson("packages", folder, "tsconfig.json"), "../");
  compare(`packages/${folder}/tsconfig.json`, { declared, referred });
}
compare("tsconfig.json", {
  declared: [...folders].toSorted(),
  referred: referencesOf(readJson("tsconfig.json"), "packages/"),
});
