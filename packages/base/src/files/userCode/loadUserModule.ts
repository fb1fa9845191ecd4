/** Loads a module that a user wrote: a network, a config. TypeScript is stripped of its types, which editors and tsc check. */
import { realpath } from "node:fs/promises";
import { extname } from "node:path";
import { readBytes } from "../readBytes.js";
import { knowExports } from "./missingExport.js";
import { runUserCode } from "./runUserCode.js";
import { expectStrayCode } from "./strayCode.js";

/** What can be loaded; `.js` is what its package.json says. */
export const MODULE_EXTENSIONS: readonly string[] = [".ts", ".mts", ".cts", ".js", ".mjs", ".cjs"];

const MAXIMUM_BYTES = 2 ** 22;

export interface LoadUserModuleOptions {
  /** Packages that are resolved to these files whatever the user's project has, so that both sides hold the same classes. */
  readonly packages?: Readonly<Record<string, string>>;
  /** What packages export, by their names, so that an error about a name that is misspelt says which was meant. */
  readonly exports?: Readonly<Record<string, readonly string[]>>;
}

/** Whether a word names a module by how it ends. */
export function isModulePath(word: string): boolean {
  return MODULE_EXTENSIONS.includes(extname(word));
}

/**
 * What the module exports, by name; `default` is the whole of what a CommonJS module exports. Whatever goes wrong in the file is a
 * `UserCodeError` with its path and line.
 */
export async function loadUserModule(
  path: string,
  { packages = {}, exports = {} }: LoadUserModuleOptions = {},
): Promise<Readonly<Record<string, unknown>>> {
  await readBytes(path, { maximumBytes: MAXIMUM_BYTES });
  // Loaded only here: it takes longer than most commands.
  const { createJiti } = await import("jiti");
  const file = await realpath(path);
  // Nothing is cached on disk: a folder of a user's project is no place for it.
  const jiti = createJiti(file, { alias: { ...packages }, fsCache: false, interopDefault: false });
  expectStrayCode(file);
  knowExports(exports);
  const exported = await runUserCode(file, () => jiti.import(file));
  return exportsOf(exported);
}

/** By name; a CommonJS module that was compiled from another says so with `__esModule`. */
function exportsOf(exported: unknown): Readonly<Record<string, unknown>> {
  if (!isObject(exported)) return { default: exported };
  const isNamespace = Object.prototype.toString.call(exported) === "[object Module]";
  if (!isNamespace) return "__esModule" in exported ? exported : { default: exported };
  const whole = exported["default"];
  return isObject(whole) && "__esModule" in whole ? whole : exported;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
