/** tfjs on the C library of TensorFlow: packages that are not installed with this one, as their addon is a download of its own. */
import nodeUtil from "node:util";
import type { TfjsModule } from "./modules.js";

/** The tfjs that the package brings, as `load` gives it; throws in plain words where its addon is missing. */
export function loadTfjsNode(name: string, load: () => TfjsModule): TfjsModule {
  restoreUtil();
  try {
    return load();
  } catch (cause) {
    if (!/native addon module|tfjs_binding/.test((cause as Error).message)) throw cause;
    throw new Error(`${name} is installed without its addon`, { cause });
  }
}

/** What version 4.22 calls of `node:util`, and Node 23 has removed. */
function restoreUtil(): void {
  const util = nodeUtil as { isNullOrUndefined?: unknown; isArray?: unknown };
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  util.isArray ??= Array.isArray;
}
