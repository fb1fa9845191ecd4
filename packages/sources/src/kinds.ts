/** What a word names, told by how it is written. */
import { existsSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { isModulePath } from "@linknet-kit/base/files";

/** `name` is a network of the table; `module` the user's own file; `onnx` and `tfjs` are files. */
export type SourceKind = "name" | "module" | "onnx" | "tfjs";

/** The part of a word before a `#` names a file, the part after it one of several exports. */
export interface ModuleWord {
  readonly path: string;
  readonly exportName?: string;
}

/** A folder is a tfjs model where it holds a `model.json`; nothing else is looked at on disk. */
export function kindOf(word: string): SourceKind {
  if (isModulePath(parseModuleWord(word).path)) return "module";
  if (word.toLowerCase().endsWith(".onnx")) return "onnx";
  if (basename(word) === "model.json" || isTfjsFolder(word)) return "tfjs";
  return "name";
}

/** `./networks.ts#small` is the export `small` of that file. */
export function parseModuleWord(word: string): ModuleWord {
  const [, path, exportName] = /^(.+\.[cm]?[jt]s)#([^#]+)$/.exec(word) ?? [];
  return path === undefined || exportName === undefined ? { path: word } : { path, exportName };
}

function isTfjsFolder(word: string): boolean {
  const path = join(word, "model.json");
  // Below a file there is none either, which statSync would throw for.
  return existsSync(path) && statSync(path).isFile();
}
