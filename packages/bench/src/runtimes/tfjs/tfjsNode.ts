/** tfjs on the C library of TensorFlow: packages that are not installed with this one, as their addon is a download of its own. */
import type { TfjsModule } from "./modules.js";

type Require = ReturnType<typeof import("node:module").createRequire>;

/** The package's tfjs, which is a copy of its own; throws in plain words where the package or its addon is missing. */
export function loadTfjsNode(name: string, require: Require): TfjsModule {
  restoreUtil(require);
  try {
    return require(name) as TfjsModule;
  } catch (cause) {
    throw new Error(explain(name, cause), { cause });
  }
}

/** What version 4.22 calls of `node:util`, and Node 23 has removed. */
function restoreUtil(require: Require): void {
  const util = require("node:util") as { isNullOrUndefined?: unknown; isArray?: unknown };
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  util.isArray ??= Array.isArray;
}

function explain(name: string, cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === "MODULE_NOT_FOUND" && message.includes(`'${name}'`)) return `${name} is not installed`;
  if (/native addon module|tfjs_binding/.test(message)) return `${name} is installed without its addon`;
  return `${name} cannot be loaded: ${message.replace(/\s+/g, " ").trim().slice(0, 300)}`;
}
