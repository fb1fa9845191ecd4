/** What a user's file imports and the other file does not export: a name that is misspelt, found only when it is called. */
import { readFileSync } from "node:fs";
import { nearestName } from "../../nearestName.js";

/** How an imported function stands in the code that jiti makes: `(0 , _core.conv2D) is not a function`. */
const CALL = /^\(0 , _[\w$]+\.([\w$]+)\) is not a function$/;

/** Names that packages export, by the packages' names. */
const known = new Map<string, readonly string[]>();

/** From now on a name that one of these packages does not export is told with the one that was meant. */
export function knowExports(exports: Readonly<Record<string, readonly string[]>>): void {
  for (const [name, exported] of Object.entries(exports)) known.set(name, exported);
}

/** The same as `text`, a TypeError of the user's file, by the import that it comes from; `undefined` where it comes from none. */
export function printMissingExport(text: string, path: string): string | undefined {
  const [, name] = CALL.exec(text) ?? [];
  if (name === undefined) return undefined;
  const module = moduleOf(name, path);
  const exported = module === undefined ? undefined : known.get(module);
  if (exported?.includes(name)) return `TypeError: ${name} is not a function`;
  const nearest = exported && nearestName(name, exported);
  const meant = nearest === undefined ? "" : `; did you mean "${nearest}"?`;
  return `${module === undefined ? "a file that it imports" : `"${module}"`} exports no function "${name}"${meant}`;
}

/** What the file imports the name from, as it stands there. */
function moduleOf(name: string, path: string): string | undefined {
  const text = readFileSync(path, "utf8");
  const imports = [...text.matchAll(/\bimport\b[^;"'{}]*\{([^{}]*)\}\s*from\s*["']([^"']+)["']/g)];
  const found = imports.find(([, names = ""]) => names.split(/[\s,]+/).includes(name));
  return found?.[2];
}
