/** What a user's file imports and the other file does not export: a name that is misspelt, found only when it is called. */
import { readFileSync } from "node:fs";
import * as core from "@linknet-kit/core";

/** How an imported function stands in the code that jiti makes: `(0 , _core.conv2D) is not a function`. */
const CALL = /^\(0 , _[\w$]+\.([\w$]+)\) is not a function$/;

/** The same as `text`, a TypeError of the user's file, by the import that it comes from; `undefined` where it comes from none. */
export function printMissingExport(text: string, path: string): string | undefined {
  const [, name] = CALL.exec(text) ?? [];
  if (name === undefined) return undefined;
  const module = moduleOf(name, path);
  const isOurs = module === "@linknet-kit/core";
  if (isOurs && name in core) return `TypeError: ${name} is not a function`;
  const nearest = isOurs ? core.nearestName(name, Object.keys(core)) : undefined;
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
