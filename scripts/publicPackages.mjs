/** The packages that are published, and the tarballs that publishing them would give. */
import { execFile } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** @typedef {{ name: string, private?: boolean, exports: Record<string, unknown> }} Manifest */
/** @typedef {Manifest & { folder: string }} PublicPackage */
/** @typedef {PublicPackage & { tarball: string, paths: string[] }} Packed */

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** @returns {PublicPackage[]} */
export function publicPackages() {
  return (
    readdirSync(join(root, "packages"))
      .map((name) => join(root, "packages", name))
      // What a build left of a package that is no more has none.
      .filter((folder) => existsSync(join(folder, "package.json")))
      .map((folder) => ({ folder, ...JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) }))
      .filter((manifest) => manifest.private !== true)
  );
}

/** Packs what is built, into a folder that is there.
 * @param {string} folder
 * @returns {Promise<Packed[]>} */
export async function packPublic(folder) {
  const open = publicPackages();
  const filters = open.flatMap(({ name }) => ["--filter", name]);
  const { stdout } = await promisify(execFile)(
    "npx",
    ["--yes", "pnpm@10", ...filters, "pack", "--json", "--pack-destination", folder],
    { cwd: root, maxBuffer: 2 ** 26, shell: process.platform === "win32" },
  );
  /** @type {{ name: string, filename: string, files: { path: string }[] }[]} */
  const tarballs = JSON.parse(stdout);
  return open.flatMap((each) => {
    const found = tarballs.find(({ name }) => name === each.name);
    return found === undefined
      ? []
      : [{ ...each, tarball: found.filename, paths: found.files.map(({ path }) => path) }];
  });
}
