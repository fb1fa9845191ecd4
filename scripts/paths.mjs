/** Paths and names in code that AGENTS.md and the documents name and that are not there. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { manifestOf, root } from "./modules.mjs";

const FOLDERS = [".", "docs", "docs/decisions"];
/** What a path begins with for a document other than AGENTS.md to mean a file of this repository by it. */
const OWN = /^(docs|fixtures|packages|reports|scripts)\//;
const CODE = /`([\w.*<>@-]*\/[\w.*<>@/-]*)`/g;
/** A name, and the file that it is said to be in or of. */
const PLACED = /`([\w.]+)`\s+(?:in|of)\s+`((?:packages|scripts)\/[^`]+)`/g;
const LINK = /\]\(([^)\s:#]+)(?:#[^)]*)?\)/g;

/** Decisions that their index does not list. */
export function unlistedDecisions() {
  const folder = join(root, "docs/decisions");
  const index = readFileSync(join(folder, "README.md"), "utf8");
  return readdirSync(folder)
    .filter((name) => /^\d/.test(name) && !index.includes(`](${name})`))
    .map((name) => `docs/decisions/README.md does not list ${name}`);
}

/** One sentence for each path, and each name in the file that is said to have it, that is not there. */
export function missingPaths() {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith(".md") && name !== "CHANGELOG.md")
      .flatMap((name) => missingIn(join(folder, name), readFileSync(join(root, folder, name), "utf8"))),
  );
}

/** @param {string} document
 * @param {string} text */
function missingIn(document, text) {
  const isMap = document === "AGENTS.md";
  const spans = isMap ? missingInMap(text) : codeIn(text).filter((path) => OWN.test(path) && !isThere(path));
  const links = [...text.matchAll(LINK)].map(([, path = ""]) => join(dirname(document), path));
  const paths = [...spans, ...links.filter((path) => !existsSync(join(root, path)))];
  return [...paths, ...misplacedNames(text)].map((missing) => `${document} names ${missing}, which is not there`);
}

/** @param {string} text */
function misplacedNames(text) {
  return [...text.matchAll(PLACED)].flatMap(([, name = "", path = ""]) => {
    if (!existsSync(join(root, path))) return [];
    const words = new Set(readFileSync(join(root, path), "utf8").split(/\W+/));
    return name.split(".").every((word) => words.has(word)) ? [] : [`${name} in ${path}`];
  });
}

/** Functions and rooms (`bench/cell/runCell`) that a document's pictures name and no package has.
 * @param {string} document
 * @param {Iterable<import("./modules.mjs").Module>} modules */
export function missingInPictures(document, modules) {
  const page = readFileSync(join(root, document), "utf8");
  const pictures = [...page.matchAll(/^```\n([\s\S]*?)^```/gm)].map(([, picture]) => picture).join("");
  const sources = [...modules];
  const words = new Set(sources.flatMap(({ text }) => text.split(/\W+/)));
  const functions = pictures.match(/\b[a-z]+[A-Z]\w*\b/g) ?? [];
  const rooms = (pictures.match(/\b[a-z]+(?:\/\w+)+\b(?!\.)/g) ?? []).map((room) => room.replace("/", "/src/"));
  const isRoom = (/** @type {string} */ room) =>
    sources.some(({ path }) => path.startsWith(`packages/${room}/`) || path === `packages/${room}.ts`);
  return [...functions.filter((name) => !words.has(name)), ...rooms.filter((room) => !isRoom(room))].map(
    (missing) => `${document} draws ${missing}, which is not there`,
  );
}

/** In AGENTS.md every path is one of ours: below the package that an item of the list is about, or from the root or any package on.
 * @param {string} text */
function missingInMap(text) {
  return text.split(/\n(?=- |\n)/).flatMap((item) => {
    const own = /^- \*\*(\w+)\*\*/.exec(item)?.[1];
    return codeIn(item).filter((path) => {
      if (path.startsWith("dist/")) return false;
      if (own !== undefined && path.startsWith("./")) return !Object.hasOwn(manifestOf(own).exports, path);
      const from =
        own !== undefined && path.startsWith("src/") ? [`packages/${own}`] : ["", "packages", "packages/*/src"];
      return !from.some((folder) => isThere(join(folder, path)));
    });
  });
}

/** @param {string} text */
function codeIn(text) {
  return [...text.matchAll(CODE)].map(([, path = ""]) => path);
}

/** `<name>` and `*` stand for any name.
 * @param {string} path */
function isThere(path) {
  let found = [root];
  for (const part of path.split("/").filter(Boolean)) {
    const name = new RegExp(`^${part.replaceAll(".", "\\.").replaceAll(/\*|<\w+>/g, "[^/]*")}$`);
    found = found.flatMap((folder) => namesIn(folder).flatMap((each) => (name.test(each) ? [join(folder, each)] : [])));
  }
  return found.length > 0;
}

/** @param {string} folder */
function namesIn(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
